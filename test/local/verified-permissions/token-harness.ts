import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { account, action, type Harness, newPolicy, newStore, payment, start } from './harness';

export const pool = 'eu-central-1_abc';
export const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${pool}`;

export type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
interface How {
  by?: Key;
  header?: object;
}

/** The service, a user pool with a signing key, and tokens of that pool. */
export async function startWithPool() {
  const harness: Harness = await start();
  const { client } = harness;
  const pair = await generateKeyPair('RS256');
  harness.keys.set(pool, { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256' }] });
  const seconds = (offset: number) => Math.floor(harness.clock.now.getTime() / 1000) + offset;

  /** Signs claims; `undefined` removes a claim of the default token. */
  const sign = (claims: object, { by = pair.privateKey, header = {} }: How = {}) =>
    new SignJWT({ iss: issuer, sub: 's1', exp: seconds(300), iat: seconds(0), ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
      .sign(by);
  const idToken = (claims: object = {}, how: How = {}) =>
    sign({ token_use: 'id', aud: 'web', ...claims }, how);
  const accessToken = (claims: object = {}, how: How = {}) =>
    sign({ token_use: 'access', client_id: 'web', scope: 'openid email', ...claims }, how);

  /** A store with the pool as identity source and one policy, and a request to it. */
  async function ready(
    statement: string,
    { schema, groups = true }: { schema?: string; groups?: boolean } = {},
  ) {
    const policyStoreId = await newStore(client, schema ? 'STRICT' : 'OFF', schema);
    const { policyId } = await newPolicy(client, policyStoreId, statement);
    await client.createIdentitySource({
      policyStoreId,
      principalEntityType: 'Payments::User',
      configuration: {
        cognitoUserPoolConfiguration: {
          userPoolArn: `arn:aws:cognito-idp:eu-central-1:${account}:userpool/${pool}`,
          clientIds: ['web', 'probe'],
          ...(groups && { groupConfiguration: { groupEntityType: 'Payments::Group' } }),
        },
      },
    });
    const ask = (
      tokens: { identityToken?: string; accessToken?: string },
      more: Partial<Parameters<typeof client.isAuthorizedWithToken>[0]> = {},
    ) =>
      client.isAuthorizedWithToken({
        policyStoreId,
        action: action('view'),
        resource: payment('1'),
        ...tokens,
        ...more,
      });
    return { policyStoreId, policyId, ask };
  }
  return { ...harness, seconds, sign, idToken, accessToken, ready };
}

export type PoolHarness = Awaited<ReturnType<typeof startWithPool>>;
