import type { Environment } from '../../../environments/schema';
import type { PoolAccess } from '../../aws/pool-access';
import type { PoolLocation } from '../../selection/pools';
import { type Registration, registrationOf } from '../registration';
import { suspendedSince } from '../suspension-mark';

/** A tenant as it exists in one region. */
export interface LiveTenant extends Registration {
  /** When its mark suspended it, whatever its file and stacks say: ISO 8601. */
  suspendedSince: string | null;
  /** Cognito's estimate. */
  users: number;
}

/** Reads a tenant with the plan role. @returns undefined if it is not rolled out */
export async function liveTenant(
  environment: Environment,
  pools: Pick<PoolAccess, 'access'>,
  place: Pick<PoolLocation, 'account' | 'region'>,
  tenant: string,
): Promise<LiveTenant | undefined> {
  const config = await pools.access(place);
  const registered = await registrationOf(environment, config, { tenant, region: place.region });
  if (!registered) return undefined;
  const since = await suspendedSince({ environment, tenant, region: place.region, config });
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(config);
  try {
    const { UserPool } = await client.send(
      new sdk.DescribeUserPoolCommand({ UserPoolId: registered.userPoolId }),
    );
    return { ...registered, suspendedSince: since, users: UserPool?.EstimatedNumberOfUsers ?? 0 };
  } finally {
    client.destroy();
  }
}

/**
 * A person's `sub` in a tenant's pool: several if the person has several ways to sign in. It differs between regions, each
 * of which has its own users. It reads users, so it needs the operate role.
 */
export async function subsOf(
  pools: Pick<PoolAccess, 'access'>,
  place: Pick<PoolLocation, 'account' | 'region'>,
  { userPoolId, user, providers }: { userPoolId: string; user: string; providers: readonly string[] },
): Promise<string[]> {
  const { findUsernames } = await import('../../revoke/find-user');
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(await pools.access(place));
  try {
    const subs = [];
    for (const Username of await findUsernames(client, userPoolId, { user, providers })) {
      const found = await client.send(new sdk.AdminGetUserCommand({ UserPoolId: userPoolId, Username }));
      const sub = found.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value;
      if (sub) subs.push(sub);
    }
    return subs;
  } finally {
    client.destroy();
  }
}
