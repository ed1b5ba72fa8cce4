import { failure } from '../../../scripts/cli/errors';
import { isTransient, pauseUnlessStopped, withRetries } from '../../../scripts/rollout/retry';
import { stateUnsaved } from '../../../scripts/terraform/errored-state';

const throttled = failure(
  'terraform apply of dev-a failed:\ncreating Cognito User Pool: operation error Cognito Identity Provider: CreateUserPool, https response error StatusCode: 400, RequestID: x, TooManyRequestsException: Rate exceeded',
);

test.each<[string, unknown, boolean]>([
  ['throttling', throttled, true],
  ['one of two changes at once', failure('ConcurrentModificationException: Concurrent operation'), true],
  ['a fault of AWS', failure('https response error StatusCode: 503, RequestID: y'), true],
  [
    'a connection that broke',
    failure('read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer'),
    true,
  ],
  ['a right that is missing', failure('StatusCode: 400, AccessDeniedException: not authorized'), false],
  ['a quota that is used up', failure('LimitExceededException: The account has reached its limit'), false],
  ['a name that is taken', failure('StatusCode: 409, ResourceConflictException'), false],
  ['a state that could not be saved', stateUnsaved('dev-a', 'dev', 'errored.tfstate', throttled), false],
])('%s', (_, error, expected) => expect(isTransient(error)).toBe(expected));

function trial(errors: readonly unknown[], retries = 2, stopAt?: number) {
  const stop = new AbortController();
  const pauses: number[] = [];
  let tries = 0;
  const act = async () => {
    const error = errors[tries++];
    if (error) throw error;
    return 'done';
  };
  const result = withRetries(act, {
    retries,
    say: () => {},
    stop: stop.signal,
    pause: async (ms) => {
      pauses.push(ms);
      if (pauses.length === stopAt) stop.abort();
    },
  });
  return { result, pauses, tries: () => tries };
}

test('it is retried as often as allowed, with a pause that doubles', async () => {
  const { result, pauses } = trial([throttled, throttled]);
  await expect(result).resolves.toBe('done');
  expect(pauses).toEqual([5000, 10_000]);

  const given = trial([throttled, throttled, throttled, undefined]);
  await expect(given.result).rejects.toBe(throttled);
  expect(given.tries()).toBe(3);
});

test('nothing else is retried, and nothing after a stop', async () => {
  const denied = failure('AccessDeniedException');
  const other = trial([denied]);
  await expect(other.result).rejects.toBe(denied);
  expect(other.pauses).toEqual([]);

  const stopped = trial([throttled, undefined], 2, 1);
  await expect(stopped.result).rejects.toBe(throttled);
  expect(stopped.tries()).toBe(1);
});

test('a stop ends the pause', async () => {
  const stop = new AbortController();
  const pause = pauseUnlessStopped(stop.signal)(900_000);
  stop.abort();
  await pause;
});
