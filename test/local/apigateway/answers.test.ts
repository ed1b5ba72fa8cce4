import fc from 'fast-check';
import { readAnswer } from '../../../local/apigateway/authorizer-answer';
import { readLambdaAnswer } from '../../../local/apigateway/lambda-answer';

const text = ({ body }: { body: Buffer | string }) => body.toString();
const routeArn = 'arn:aws:execute-api:eu-central-1:123456789012:abc123/$default/GET/payments/1';

describe('a simple response of an authorizer', () => {
  const read = (payload: unknown) => readAnswer(payload, { simpleResponses: true, routeArn });

  test('is a decision, with a context or without', () => {
    expect(read({ isAuthorized: true, context: { a: 1 } })).toEqual({ allowed: true, context: { a: 1 } });
    expect(read({ isAuthorized: false })).toEqual({ allowed: false, context: {} });
  });

  test('never allows without isAuthorized being true', () => {
    const member = fc.oneof(fc.constantFrom('true', 1, 'yes', null, undefined, false), fc.anything());
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record({ isAuthorized: member })), (payload) => {
        const truly = (payload as { isAuthorized?: unknown } | null)?.isAuthorized === true;
        expect(read(payload)?.allowed === true && !truly).toBe(false);
      }),
    );
  });
});

describe('an IAM policy of an authorizer', () => {
  const read = (Statement: unknown, principalId: unknown = 'user') =>
    readAnswer(
      { principalId, policyDocument: { Version: '2012-10-17', Statement } },
      { simpleResponses: false, routeArn },
    );
  const statement = (Effect: string, Resource: string) => ({
    Effect,
    Action: 'execute-api:Invoke',
    Resource,
  });

  test('allows what a statement allows and none denies', () => {
    const context = { principalId: 'user' };
    expect(read(statement('Allow', routeArn))).toEqual({ allowed: true, context });
    expect(read([statement('Allow', '*'), statement('Deny', '*/GET/payments/*')])).toEqual({
      allowed: false,
      context,
    });
    expect(read(statement('Allow', '*/POST/*'))).toMatchObject({ allowed: false });
    expect(read([])).toMatchObject({ allowed: false });
  });

  test('is not valid without a principal or a document', () => {
    expect(read(statement('Allow', '*'), 7)).toBeUndefined();
    expect(readAnswer({ isAuthorized: true }, { simpleResponses: false, routeArn })).toBeUndefined();
  });
});

describe('a function’s answer', () => {
  test.each([
    ['a text', 'Hello', 'Hello'],
    ['an object', { message: 'Hello' }, '{"message":"Hello"}'],
    ['a list', [1, null], '[1,null]'],
    ['nothing', null, 'null'],
  ])('that is %s is JSON with 200', (_, payload, body) => {
    const answer = readLambdaAnswer(payload);
    expect(answer).toEqual({ status: 200, headers: { 'content-type': 'application/json' }, body });
  });

  test('with a statusCode describes the whole answer', () => {
    const headers = { 'Content-Type': 'text/html', 'X-Count': 3 };
    const answer = readLambdaAnswer({ statusCode: 201, headers, cookies: ['a=1'], body: 'hi' });
    expect(answer).toMatchObject({
      status: 201,
      headers: { 'content-type': 'text/html', 'x-count': '3' },
      cookies: ['a=1'],
    });
    expect(text(answer as never)).toBe('hi');
    const bytes = Buffer.from([0, 255, 1]);
    expect(
      readLambdaAnswer({ statusCode: 200, body: bytes.toString('base64'), isBase64Encoded: true })?.body,
    ).toEqual(bytes);
    expect(text(readLambdaAnswer({ statusCode: 204 }) as never)).toBe('');
  });

  test.each([
    [{ statusCode: 'ok' }],
    [{ statusCode: 99 }],
    [{ statusCode: 200, body: { a: 1 } }],
    [{ statusCode: 200, headers: 'x' }],
    [{ statusCode: 200, cookies: 'a=1' }],
  ])('%j does not describe one', (payload) => expect(readLambdaAnswer(payload)).toBeUndefined());
});
