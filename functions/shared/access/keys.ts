import { WaitPeriodNotYetEndedJwkError } from 'aws-jwt-verify/error';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { type PenaltyBox, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Budget } from '../budget';
import type { Clock } from './expiring-cache';

/**
 * How long a pool's keys are not fetched again after they lacked the key that a token names, since anyone can
 * invent tokens. In milliseconds; the library's default.
 */
const pause = 10_000;

/** By the clock, not by a timer: timers stop while a function is frozen. */
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
 * Public keys of one pool. They are fetched for the first token, and again for a token that names an unknown key:
 * the pool has a new one, or the token is invented. One retry, each try within the budget.
 */
export const keysOfPool = ({ perTry }: Budget, now: Clock) =>
  new SimpleJwksCache({
    fetcher: new SimpleFetcher({ defaultRequestOptions: { timeout: perTry, responseTimeout: perTry } }),
    penaltyBox: pausing(now),
  });
