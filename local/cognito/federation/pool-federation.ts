import { selfSigned } from '../../certificate';
import type { Pool } from '../model';
import type { PoolFederation } from './model';

/** The federation state of a new pool: empty. */
export const newFederation = (): PoolFederation => ({
  providers: new Map(),
  metadata: new Map(),
  usedAssertions: new Map(),
  sessions: new Map(),
  logouts: new Map(),
});

/** AWS's certificates are valid for ten years. */
const days = 3650;

/** The pool's SAML keys. */
export function samlKeys(pool: Pool, now: number): NonNullable<PoolFederation['keys']> {
  pool.federation.keys ??= {
    signing: selfSigned(pool.id, days, now),
    encryption: selfSigned(pool.id, days, now),
  };
  return pool.federation.keys;
}

/** Two names as one key of a map. */
export const pairKey = (provider: string, id: string): string => JSON.stringify([provider, id]);
