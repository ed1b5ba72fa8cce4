import { Denied } from '../shared/denied';

/** A user of the pool with the address, verified or not. */
export interface PoolUser {
  username: string;
  email: string;
  emailVerified: boolean;
  enabled: boolean;
  /** Cognito's `UserStatus`. Users of identity providers are `EXTERNAL_PROVIDER`. */
  status: string;
}

/**
 * The native user to link the new identity to; undefined if there is none, so that the identity becomes a
 * separate user. An address counts only if both sides have verified it: otherwise anyone could take over an
 * account by putting its address into a social profile.
 * Throws Denied (`email-unverified`, `email-ambiguous`, `email-of-disabled-user`).
 */
export function decide(
  { email, verified }: { email: string; verified: boolean },
  found: readonly PoolUser[],
): PoolUser | undefined {
  const sameAddress = (other: string) => other.toLowerCase() === email.toLowerCase();
  const owners = found.filter(
    (user) => user.status !== 'EXTERNAL_PROVIDER' && user.emailVerified && sameAddress(user.email),
  );
  const [owner, ...others] = owners;
  if (!owner) return undefined;
  if (!verified) throw new Denied('email-unverified');
  if (others.length > 0) throw new Denied('email-ambiguous', { users: owners.length });
  if (!owner.enabled) throw new Denied('email-of-disabled-user');
  return owner;
}
