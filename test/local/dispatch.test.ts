import { dispatch, pathNames, restOperation } from '../../local/dispatch';
import type { AwsRequest, AwsResponse, Service } from '../../local/service';

const answer = (body: string): AwsResponse => ({ status: 200, headers: {}, body });
const request = { operation: 'Get', method: 'POST', path: '/' } as AwsRequest;
const ask = async (...services: Partial<Service>[]) =>
  (
    await dispatch(
      services.map((service) => ({ operationOf: ({ operation }) => operation, operations: {}, ...service })),
      request,
      async () => answer('moto'),
    )
  ).body;

test('the first service with an answer gives it, or moto if none has one', async () => {
  const says = (body: string) => ({ operations: { Get: () => answer(body) } });
  expect(await ask(says('first'), says('second'))).toBe('first');
  expect(await ask({ operations: { Get: () => undefined } }, says('second'))).toBe('second');
  expect(await ask({ ...says('first'), operationOf: () => undefined })).toBe('moto');
  expect(await ask({ operations: { Put: () => answer('put') } })).toBe('moto');
});

test('an operation that is not in the table falls through, even one that every object has', async () => {
  const otherwise = () => answer('no such operation');
  expect(await ask({ otherwise })).toBe('no such operation');
  expect(await ask({ otherwise, operationOf: () => 'toString' })).toBe('no such operation');
  expect(await ask({ otherwise: () => undefined })).toBe('moto');
});

test.each([
  ['GET', '/v2/apis', 'GET /v2/apis', []],
  ['GET', '/v2/apis?maxResults=5', 'GET /v2/apis', []],
  ['GET', '/v2/apis/a1', 'GET /v2/apis/*', ['a1']],
  ['GET', '/v2/apis/a1/routes/GET%20%2Fx%2Fy', 'GET /v2/apis/*/routes/*', ['a1', 'GET /x/y']],
  ['PUT', '/v2/apis/a1', 'PUT /v2/apis/a1', []],
  ['GET', '/v2/apis/a1/routes', 'GET /v2/apis/a1/routes', []],
])('%s %s is the operation %s', (method, path, operation, names) => {
  const table = { 'GET /v2/apis': 1, 'GET /v2/apis/*': 1, 'GET /v2/apis/*/routes/*': 1 };
  expect(restOperation(table, { method, path })).toBe(operation);
  expect(pathNames(operation, path)).toEqual(names);
});
