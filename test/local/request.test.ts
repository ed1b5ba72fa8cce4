import { credentialScope, parseRequest } from '../../local/request';

const signed =
  'AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/20261124/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=aa';
const message = (url: string, headers: Record<string, string>) => ({ method: 'POST', url, headers });

test('account, region, service and operation come from the signature and the target', () => {
  const headers = { authorization: signed, 'x-amz-target': 'DynamoDB_20120810.GetItem' };
  const request = parseRequest(message('/', headers), Buffer.from('{}'), (key) => `account of ${key}`);
  expect(request).toMatchObject({
    service: 'dynamodb',
    region: 'eu-west-1',
    account: 'account of ASIAEXAMPLE',
    operation: 'GetItem',
  });
});

test('a presigned URL carries its scope in the query', () => {
  const query = new URLSearchParams({ 'X-Amz-Credential': 'AKIA1/20261124/us-east-1/s3/aws4_request' });
  expect(credentialScope('', `/bucket/key?${query}`)).toEqual({
    accessKey: 'AKIA1',
    region: 'us-east-1',
    service: 's3',
  });
});

test.each([
  ['no signature', ''],
  ['another scheme', 'Bearer abc'],
  ['a broken scope', 'AWS4-HMAC-SHA256 Credential=AKIA/eu-west-1/dynamodb'],
])('%s leaves service and region empty, and the key unknown', (_name, authorization) => {
  const headers = { authorization, 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' };
  const request = parseRequest(message('/', headers), Buffer.alloc(0), (key) => key ?? 'nobody');
  expect(request).toMatchObject({ service: '', region: '', account: 'nobody', operation: 'InitiateAuth' });
});
