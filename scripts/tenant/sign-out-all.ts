import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { interruption } from '../cli/errors';

/**
 * Sign-outs a second. Cognito's smallest quota for user operations is 25 a second for a whole account and region
 * (category UserUpdate, https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html): the other tenants need their
 * share, and a suspended one gets no new tokens meanwhile.
 */
export const signOutsPerSecond = 10;

/** Pages of ListUsers (60 users each) between saved positions: about a minute. */
const pagesANote = 10;

export interface SignOutAll {
  client: CognitoIdentityProviderClient;
  poolId: string;
  /** Position reached by an earlier attempt. */
  from: string | undefined;
  /** Waits until the next user may be signed out. */
  pace(): Promise<void>;
  /** Called with the position from time to time, so that a later attempt can resume there. */
  note(position: string): void;
  stop: AbortSignal;
}

/** The first page of a pool's users, from a position. Starts over if Cognito no longer knows the position. */
async function firstPage({ client, poolId, from }: SignOutAll) {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const input = { UserPoolId: poolId, Limit: 60 };
  try {
    return await client.send(new sdk.ListUsersCommand({ ...input, PaginationToken: from }));
  } catch (error) {
    if (from === undefined || !(error instanceof sdk.InvalidParameterException)) throw error;
    return client.send(new sdk.ListUsersCommand(input));
  }
}

/**
 * Signs every user of a pool out everywhere by revoking their refresh tokens. Idempotent.
 * @returns how many were signed out, counted from the position
 */
export async function signOutAll(all: SignOutAll): Promise<number> {
  const { client, poolId, pace, note, stop } = all;
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  let users = 0;
  let found = await firstPage(all);
  for (let pages = 1; ; pages++) {
    const { Users = [], PaginationToken } = found;
    for (const { Username } of Users) {
      if (stop.aborted)
        throw interruption('interrupted while signing users out', 'the same command continues');
      await pace();
      try {
        await client.send(new sdk.AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username }));
        users++;
      } catch (error) {
        // Deleted since the page was read.
        if (!(error instanceof sdk.UserNotFoundException)) throw error;
      }
    }
    if (!PaginationToken) return users;
    if (pages % pagesANote === 0) note(PaginationToken);
    found = await client.send(new sdk.ListUsersCommand({ UserPoolId: poolId, Limit: 60, PaginationToken }));
  }
}

/** Lets callers through one at a time, evenly spaced. */
export function pacer(
  perSecond: number,
  now: () => number = () => performance.now(),
  sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
): () => Promise<void> {
  let next = 0;
  return async () => {
    const at = Math.max(next, now());
    next = at + 1000 / perSecond;
    const wait = at - now();
    if (wait > 0) await sleep(wait);
  };
}
