import { motoHeaders, ownRequest } from '../../local/forward';
import { credentialScope } from '../../local/request';

const request = ownRequest(
  { service: 'dynamodb', region: 'eu-central-1', account: '101010101010' },
  { target: 'DynamoDB_20120810.GetItem' },
);

test('moto gets account and region, whatever the caller signed for', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=ASIA1/20261124/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=aa';
  const headers = motoHeaders({
    ...request,
    headers: { ...request.headers, authorization, 'user-agent': 'boto region/us-east-1' },
  });
  expect(headers['x-moto-account-id']).toBe('101010101010');
  expect(credentialScope(headers.authorization ?? '', '')).toEqual({
    accessKey: 'ASIA1',
    region: 'eu-central-1',
    service: 'dynamodb',
  });
  expect(headers).not.toHaveProperty('user-agent');
});

test('an account that the caller claims by header is ignored', () => {
  const headers = motoHeaders({ ...request, headers: { 'x-moto-account-id': '999999999999' } });
  expect(headers['x-moto-account-id']).toBe('101010101010');
});

test('unsigned and presigned requests stay as they are', () => {
  const unsigned = { ...request, service: '', region: '' };
  expect(motoHeaders(unsigned)).not.toHaveProperty('authorization');
  const presigned = {
    ...request,
    path: '/b/k?X-Amz-Credential=AKIA%2F20261124%2Fus-east-1%2Fs3%2Faws4_request',
  };
  expect(motoHeaders(presigned)).not.toHaveProperty('authorization');
});
