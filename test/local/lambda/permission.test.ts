import { jsonBody } from '../../../local/forward';
import { addPermission } from '../../../local/lambda/permission';
import { type AwsRequest, json } from '../../../local/service';

const request = (path: string, StatementId: string): AwsRequest => ({
  service: 'lambda',
  region: 'eu-west-1',
  account: '101010101010',
  operation: '',
  method: 'POST',
  path: `/2015-03-31/functions${path}`,
  headers: {},
  body: Buffer.from(JSON.stringify({ StatementId })),
});

/** A function with this policy; accepts every new statement. */
const moto =
  (...Statement: object[]) =>
  async ({ method }: AwsRequest) => {
    if (method === 'POST') return json(201, {});
    return Statement.length > 0
      ? json(200, { Policy: JSON.stringify({ Statement }) })
      : json(404, { message: 'no policy' });
  };
const arn = 'arn:aws:lambda:eu-west-1:101010101010:function:hook';
const acme = { Sid: 'cognito', Effect: 'Allow', Resource: `${arn}:acme` };

test.each([
  ['is new to the function', '/hook/policy', [], 201],
  ['is another id', '/hook/policy?Qualifier=acme', [{ ...acme, Sid: 'other' }], 201],
  ["is another alias's", '/hook/policy?Qualifier=globex', [acme], 201],
  ["is an alias's, and not the function's", '/hook/policy', [acme], 201],
  ["is the alias's already", '/hook/policy?Qualifier=acme', [acme], 409],
  ["is the function's already", '/hook/policy', [{ ...acme, Resource: arn }], 409],
])('a statement id that %s', async (_, path, statements, status) => {
  const answer = await addPermission(request(path, 'cognito'), moto(...statements));
  expect(answer.status).toBe(status);
  if (status !== 409) return;
  expect(answer.headers['x-amzn-errortype']).toBe('ResourceConflictException');
  expect(jsonBody(answer).message).toMatch(/^The statement id \(cognito\) provided already exists/);
});
