import { type KeyAndCertificate, selfSigned } from '../../certificate';
import type { Pool } from '../state';
import type { Provider } from './seam';

/** A SAML sign-out that waits for the provider's answer. Times are in milliseconds since 1970. */
interface Logout {
  provider: string;
  /** `ID` of our LogoutRequest. */
  requestId: string;
  returnTo: string;
  until: number;
}

/** What a pool keeps for federation. */
export interface PoolFederation {
  /** By name. */
  providers: Map<string, Provider>;
  /** The pool's own SAML keys, made at the first use: one signs requests, to the other assertions are encrypted. */
  keys?: { signing: KeyAndCertificate; encryption: KeyAndCertificate };
  /** Assertions that were accepted, by provider and id, until they would be too old anyway (milliseconds). */
  usedAssertions: Map<string, number>;
  /** What the provider called the user's SAML session, by provider and subject; sign-out must name it. */
  sessions: Map<string, { format?: string | undefined; sessionIndex?: string | undefined }>;
  /** SAML sign-outs under way, by `RelayState`. */
  logouts: Map<string, Logout>;
}

/** A new pool's federation: none yet. */
export const newFederation = (): PoolFederation => ({
  providers: new Map(),
  usedAssertions: new Map(),
  sessions: new Map(),
  logouts: new Map(),
});

/** AWS's certificates live ten years. */
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
