import { outage } from '../../../functions/shared/outage';

const failed = (name: string, metadata?: object) =>
  Object.assign(new Error('message with a value'), { name, ...(metadata && { $metadata: metadata }) });

// AWS's services use different names for "too many requests": DynamoDB, Cognito, Verified Permissions, Lambda.
test.each([
  ['AbortError', 'store-timeout'],
  ['TimeoutError', 'store-timeout'],
  ['LimitExceededException', 'store-throttled'],
  ['ProvisionedThroughputExceededException', 'store-throttled'],
  ['RequestLimitExceeded', 'store-throttled'],
  ['ThrottlingException', 'store-throttled'],
  ['TooManyRequestsException', 'store-throttled'],
  ['InternalServerError', 'store-unavailable'],
  ['toString', 'store-unavailable'],
])('%s is %s, judged by its name and never by its message', (name, reason) => {
  const denied = outage(failed(name, { httpStatusCode: 400, requestId: 'r1', attempts: 2 }));
  expect(denied).toMatchObject({
    reason,
    detail: { error: name, status: 400, store_request_id: 'r1', attempts: 2 },
  });
  expect(JSON.stringify(denied)).not.toContain('value');
});

test('something thrown that is not an error counts as one of the store', () => {
  for (const thrown of [undefined, null, 'text', failed('Error')])
    expect(outage(thrown)).toMatchObject({ reason: 'store-unavailable' });
});
