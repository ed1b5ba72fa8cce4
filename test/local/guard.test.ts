import { refusal } from '../../local/guard';
import { parseRequest } from '../../local/request';

const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20261124/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0';
const status = (url: string, headers: Record<string, string>) =>
  refusal(parseRequest({ method: 'POST', url, headers }, Buffer.alloc(0), () => '1'))?.status;

test('a web page cannot sign requests, neither by header nor by query', () => {
  const origin = 'https://evil.example';
  const presigned = '?X-Amz-Credential=test%2F20261124%2Feu-west-1%2Flambda%2Faws4_request';
  expect(status('/2015-03-31/functions', { authorization, origin })).toBe(403);
  expect(status(`/2015-03-31/functions${presigned}`, { origin })).toBe(403);
  expect(status('/2015-03-31/functions', { authorization })).toBeUndefined();
});

test('an application may sign users in from its own page', () => {
  const headers = {
    origin: 'http://localhost:3000',
    'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
  };
  expect(status('/', headers)).toBeUndefined();
});

test("moto's own pages stay closed", () => {
  expect(status('/moto-api/reset', {})).toBe(404);
});
