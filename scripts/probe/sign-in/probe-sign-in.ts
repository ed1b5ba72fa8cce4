import { tables } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import type { ClientConfig } from '../../aws/credentials';
import { newPassword } from '../../aws/new-password';
import type { PoolAccess } from '../../aws/pool-access';
import { keysEndpoint, verifyToken } from '../../aws/tokens';
import { messageOf } from '../../cli/errors';
import type { StoreLocation } from '../../policy/locations';
import { type RegisteredStore, registeredStore } from '../../policy/registry';
import type { StoreText } from '../../policy/stores';
import { type Expected, expectedOf, refusalProblems, tokenProblems } from './expected';
import { reachOf } from './reach';
import { signIn } from './sign-in';
import {
  makeSyntheticUser,
  mapSyntheticUser,
  type ProbedPool,
  removeAbandoned,
  removeSyntheticUser,
} from './synthetic-user';

/** Result of one sign-in. */
export interface SignInEnd {
  /** `failed`: inconclusive. */
  outcome: 'as expected' | 'differs' | 'not rolled out' | 'failed';
  problems: string[];
}

interface Asked {
  config: ClientConfig;
  registered: RegisteredStore & { probeClientId: string };
  expected: Expected;
  text: StoreText;
}

/** Retries once if the first attempt throws. */
const onceMore = <T>(ask: () => Promise<T>): Promise<T> => ask().catch(ask);

/** Signs in a user created for this purpose. Throws if the result is inconclusive. */
async function problemsOf(
  pool: ProbedPool,
  { config, registered, expected, text }: Asked,
): Promise<string[]> {
  const { userPoolId, probeClientId: clientId } = registered;
  await removeAbandoned(pool);
  const user = await makeSyntheticUser(pool, newPassword());
  try {
    await mapSyntheticUser(pool, user);
    const signedIn = await signIn(pool, clientId, user, newPassword());
    if ('refused' in signedIn) return refusalProblems(expected, signedIn.refused);
    const { accessToken, idToken } = signedIn;
    const by = { userPoolId, clientId };
    const keys = keysEndpoint(userPoolId);
    const access = await verifyToken(keys, { ...by, tokenUse: 'access' }, accessToken);
    const id = await verifyToken(keys, { ...by, tokenUse: 'id' }, idToken);
    const problems = tokenProblems(expected, access, id);
    if (expected.end === 'refusal') return problems;
    const asked = { golden: text.golden, tenant: expected.tenant, accessToken };
    const reach = await reachOf(config, registered, text.content, asked);
    return [
      ...problems,
      ...reach.map((action) => `a synthetic user without any group is allowed to ${action}`),
    ];
  } finally {
    await removeSyntheticUser(pool, user);
  }
}

/**
 * Signs a synthetic user in to the pool of one location; undefined if its users have no passwords. Never throws; errors
 * are part of the result.
 */
export async function probeSignIn(
  loaded: Pick<LoadedEnvironment, 'environment' | 'tenants'>,
  pools: Pick<PoolAccess, 'access'>,
  place: StoreLocation,
  text: StoreText,
): Promise<SignInEnd | undefined> {
  const expected = expectedOf(place, loaded);
  if (!expected) return undefined;
  try {
    const config = await pools.access(place);
    const registered = await registeredStore(loaded.environment, config, place);
    const probeClientId = registered?.probeClientId;
    if (!registered || !probeClientId)
      return { outcome: 'not rolled out', problems: ['its pool and probe client are not in any registry'] };
    const cognito = await import('@aws-sdk/client-cognito-identity-provider');
    const dynamodb = await import('@aws-sdk/client-dynamodb');
    const client = new cognito.CognitoIdentityProviderClient(config);
    const table = new dynamodb.DynamoDBClient(config);
    try {
      const tenant = place.flow === 'tenant' && place.owner;
      const pool: ProbedPool = {
        sdk: cognito,
        client,
        userPoolId: registered.userPoolId,
        ...(tenant && {
          tenant: {
            id: tenant,
            table: tables(loaded.environment).tenantUsers,
            dynamodb: table,
            sdk: dynamodb,
          },
        }),
      };
      const asked = { config, registered: { ...registered, probeClientId }, expected, text };
      const problems = await onceMore(() => problemsOf(pool, asked));
      return { outcome: problems.length > 0 ? 'differs' : 'as expected', problems };
    } finally {
      client.destroy();
      table.destroy();
    }
  } catch (error) {
    return { outcome: 'failed', problems: [messageOf(error)] };
  }
}
