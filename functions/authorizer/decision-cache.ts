import { createHash } from 'node:crypto';
import { type Clock, ExpiringCache } from '../shared/access/expiring-cache';
import type { Trusted } from '../shared/access/registry';
import type { Keeping } from './config';
import type { Ask, Decision } from './policy-store';
import type { Question } from './question';

/** Who asks, what, and whom. */
export interface Asked {
  token: string;
  /** End of the token's life, in seconds since 1970. */
  exp: number;
  store: Pick<Trusted, 'policyStoreId' | 'policyContent'>;
  question: Question;
}

/** Decisions in memory: some 300 bytes each. */
const max = 10_000;

/**
 * All that a decision depends on, and a hash of the policies too, so that a rollout of policies counts at once. A
 * digest, so that no token stays in memory. JSON keeps the parts apart; their order is the route's.
 */
const keyOf = ({ token, store: { policyStoreId, policyContent }, question }: Asked): string =>
  createHash('sha256')
    .update(JSON.stringify([token, policyStoreId, policyContent, question]))
    .digest('base64');

/**
 * Asks, and keeps the decision: a permission and a denial each for its own time, counted from before the question,
 * and neither beyond the token's life. What is no decision is not kept.
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
