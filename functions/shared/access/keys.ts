import { WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { type PenaltyBox, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Budget } from '../budget';
import type { Clock } from './expiring-cache';

/**
 * How long nobody asks a pool for its keys again after they had no key of the name that a token gives: anybody can
 * make tokens up. In milliseconds; the library's own choice.
 */
const pause = 10_000;

/** By the clock, not by a timer: timers stand still while a function is frozen. */
const pausing = (now: Clock): PenaltyBox => {
  let until = 0;
  return {
    wait: async () => {
      if (now() < until) throw new WaitPeriodNotYetEndedJwkError('the keys were read a moment ago');
    },
    registerFailedAttempt: () => {
      until = now() + pause;
    },
    registerSuccessfulAttempt: () => {
      until = 0;
    },
  };
};

/**
 * Public keys of one pool. They are read when the first token comes, and again for a token that names a key which
 * is not among them: the pool has a new one, or the token is made up. One retry, within the budget of a try each.
 */
export const keysOfPool = ({ perTry }: Budget, now: Clock) =>
  new SimpleJwksCache({
    fetcher: new SimpleFetcher({ defaultRequestOptions: { timeout: perTry, responseTimeout: perTry } }),
    penaltyBox: pausing(now),
  });
