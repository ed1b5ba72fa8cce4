import { Denied } from '../shared/denied';

/** A user of the pool who has the address, whether proved or not. */
export interface PoolUser {
  username: string;
  email: string;
  emailVerified: boolean;
  enabled: boolean;
  /** Cognito's `UserStatus`. Users of identity providers are `EXTERNAL_PROVIDER`. */
  status: string;
}

/**
 * The native user to join the new identity to; undefined where there is none, so that the identity becomes a
 * user of its own. An address counts only if both sides have proved it: else whoever writes somebody else's
 * address into a social profile would get that somebody's account.
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
