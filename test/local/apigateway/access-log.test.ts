import fc from 'fast-check';
import { accessLine } from '../../../local/apigateway/access-log';
import { exchange } from './harness';

test('variables are filled in, and - stands for what is not known', () => {
  const format =
    '$context.requestId $context.requestTime "$context.httpMethod $context.path $context.protocol" $context.routeKey $context.status $context.authorizer.tenant_id $context.authorizer.error $context.unheard.of $context.error.messageString';
  const known = exchange({
    authorizer: { tenant_id: 'acme' },
    learned: { status: '200', 'error.messageString': '"x"' },
  });
  expect(accessLine(known, format)).toBe(
    'request= 24/Nov/2026:18:03:14 +0000 "GET /payments/7 a HTTP/1.1" GET /payments/{payment} 200 acme - - \\"x\\"',
  );
});

test('headers are not variables, so that no token gets into the log', () => {
  const line = accessLine(
    exchange(),
    '$context.authorizer.authorization $request.header.authorization $context.identity.userAgent',
  );
  expect(line).toBe('- $request.header.authorization curl/8');
});

test("a line of JSON stays valid JSON with the client's own words in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (path, agent) => {
      const request = { ...exchange().request, path, headers: { 'user-agent': agent } };
      const format = JSON.stringify({
        path: '$context.path',
        agent: '$context.identity.userAgent',
        last: 'x',
      });
      const line = accessLine(exchange({ request }), format);
      expect(line).not.toMatch(/[\n\r]/);
      expect(JSON.parse(line)).toEqual({ path, agent, last: 'x' });
    }),
  );
});
