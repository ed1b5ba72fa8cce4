import { createHash } from 'node:crypto';
import { type Clock, ExpiringCache } from '../shared/access/expiring-cache';
import type { Trusted } from '../shared/access/registry';
import type { Keeping } from './config';
import type { Ask, Decision } from './policy-store';
import type { Question } from './question';

/** The caller, the question, and the store to ask. */
export interface Asked {
  token: string;
  /** Expiry of the token, in seconds since 1970. */
  exp: number;
  store: Pick<Trusted, 'policyStoreId' | 'policyContent'>;
  question: Question;
}

/** Decisions in memory: some 300 bytes each. */
const max = 10_000;

/**
 * Everything a decision depends on, including a hash of the policies, so that a policy rollout takes effect immediately.
 * A digest, so that no token stays in memory. JSON separates the parts; the route fixes their order.
 */
const keyOf = ({ token, store: { policyStoreId, policyContent }, question }: Asked): string =>
  createHash('sha256')
    .update(JSON.stringify([token, policyStoreId, policyContent, question]))
    .digest('base64');

/**
 * Asks, and caches the decision: permissions and denials each for their own time, counted from before the call,
 * and neither beyond the token's expiry. Failures are not cached.
 */
export function decisionCache(ask: Ask, { allowSeconds, denySeconds }: Keeping, now: Clock) {
  const kept = new ExpiringCache<Decision>(max, now);
  return async (asked: Asked): Promise<Decision> => {
    const key = keyOf(asked);
    const known = kept.get(key);
    if (known) return known;
    const begun = now();
    const decision = await ask(asked.store.policyStoreId, asked.token, asked.question);
    const seconds = decision.allowed ? allowSeconds : denySeconds;
    kept.set(key, decision, Math.min(begun + seconds * 1000, asked.exp * 1000));
    return decision;
  };
}
