import type { PoolAccess } from '../aws/pool-access';
import type { Context } from '../cli/context';
import { messageOf } from '../cli/errors';
import type { PoolLocation } from '../selection/pools';
import { findUsernames } from './find-user';

/** Result of a sign-out in one pool. */
export interface SignOutEnd extends Pick<PoolLocation, 'account' | 'region' | 'pool'> {
  outcome: 'signed out' | 'no such user' | 'no such pool' | 'failed' | 'not started';
  /** Who was signed out. */
  usernames: string[];
  reason?: string;
}

type Found = Pick<SignOutEnd, 'outcome' | 'usernames'>;

/** Signs the user out globally in one pool. Idempotent. */
async function signOutIn(
  pools: PoolAccess,
  place: PoolLocation,
  who: { user: string; providers: readonly string[] },
): Promise<Found> {
  const UserPoolId = await pools.poolId(place);
  if (!UserPoolId) return { outcome: 'no such pool', usernames: [] };
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(await pools.access(place));
  try {
    const usernames = await findUsernames(client, UserPoolId, who);
    for (const Username of usernames)
      await client.send(new sdk.AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
    return { outcome: usernames.length > 0 ? 'signed out' : 'no such user', usernames };
  } finally {
    client.destroy();
  }
}

/** Signs the user out of every pool, one after the other. A failure in one does not stop the rest. */
export async function signOut(
  { interrupt, say }: Pick<Context, 'interrupt' | 'say'>,
  pools: PoolAccess,
  places: readonly PoolLocation[],
  who: { user: string; providers: readonly string[] },
): Promise<SignOutEnd[]> {
  const ends: SignOutEnd[] = [];
  for (const place of places) {
    const { account, region, pool } = place;
    const work = async (): Promise<Found & { reason?: string }> => {
      if (interrupt.signal.aborted) return { outcome: 'not started', usernames: [], reason: 'interrupted' };
      return signOutIn(pools, place, who).catch((error: unknown) => ({
        outcome: 'failed' as const,
        usernames: [],
        reason: messageOf(error),
      }));
    };
    const end = { account, region, pool, ...(await work()) };
    say(`${account} ${region} ${pool}: ${end.outcome}`);
    ends.push(end);
  }
  return ends;
}
