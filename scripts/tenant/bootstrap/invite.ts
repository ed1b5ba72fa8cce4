import { tables } from '../../../environments/names';
import type { Environment } from '../../../environments/schema';
import type { PoolAccess } from '../../aws/pool-access';
import { failure } from '../../cli/errors';
import type { PoolLocation } from '../../selection/pools';
import { registrationOf } from '../registration';
import { type Invited, inviteAdministrator } from './administrator';

/** Invites a tenant's administrator in one region, to the pool in the registry. Throws if the registry has none. */
export async function inviteIn(
  environment: Environment,
  pools: Pick<PoolAccess, 'access'>,
  place: Pick<PoolLocation, 'account' | 'region'>,
  tenant: string,
  administrator: { email: string; group: string },
): Promise<Invited> {
  const config = await pools.access(place);
  const registered = await registrationOf(environment, config, { tenant, region: place.region });
  if (!registered)
    throw failure(
      `the registry has no ${tenant} in ${place.region}`,
      `roll it out: npx fleet rollout --env ${environment.name} --tenant ${tenant}`,
    );
  const cognitoSdk = await import('@aws-sdk/client-cognito-identity-provider');
  const dynamodbSdk = await import('@aws-sdk/client-dynamodb');
  // Other callers share the quota, so be patient when throttled.
  const patient = { ...config, retryMode: 'adaptive', maxAttempts: 10 };
  const cognito = new cognitoSdk.CognitoIdentityProviderClient(patient);
  const dynamodb = new dynamodbSdk.DynamoDBClient(config);
  try {
    const { userPoolId } = registered;
    const usersTable = tables(environment).tenantUsers;
    return await inviteAdministrator(
      { tenant, userPoolId, usersTable, cognito, cognitoSdk, dynamodb, dynamodbSdk },
      administrator,
    );
  } finally {
    cognito.destroy();
    dynamodb.destroy();
  }
}
