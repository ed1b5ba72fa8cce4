import { randomBytes } from 'node:crypto';
import { domainPrefix, identityProviders, rotateRole, tables } from '../../environments/names';
import type { Internal } from '../../environments/schema';
import type { ClientConfig } from '../aws/credentials';
import { newPassword } from '../aws/new-password';
import { type PoolAccess, poolAccess } from '../aws/pool-access';
import { signInHost } from '../aws/sign-in-domain';
import { verifyToken } from '../aws/tokens';
import { failure } from '../cli/errors';
import { exchangeAt, proofOf } from '../rotate/federation-secret/exchange';
import { openProvider } from '../rotate/federation-secret/provider';
import { type SecretHolder, secretHolders } from '../rotate/federation-secret/secret-holders';
import { SecretValue } from '../rotate/secret-value';
import { callApi, inThePast } from './api';
import { clientId } from './clients';
import { expectClaims, type FlowOutcome, poolOf } from './flow';
import { registerAtOkta } from './okta';
import { refresh, signInOnPage } from './sign-in-page';
import type { Stage } from './stage';
import { putItem } from './tables';

type Oidc = NonNullable<Internal['okta']['oidc']>;

/** The user's attributes in DynamoDB. Lists are sorted, as in the claims that the hook writes. */
const rights = {
  department: 'Payments',
  groups: ['payments-operators'],
  permissions: ['payments:refund', 'payments:view'],
};

async function createSecret(config: ClientConfig, Name: string, SecretString: string): Promise<void> {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient(config);
  await client.send(new sdk.CreateSecretCommand({ Name, SecretString }));
  client.destroy();
}

/** Gives Cognito the provider's secret, once the provider has accepted it. */
async function pushSecret(pools: PoolAccess, holder: SecretHolder, secret: SecretValue): Promise<void> {
  const userPoolId = await pools.poolId(holder);
  if (!userPoolId) throw failure(`there is no user pool ${holder.pool}`);
  const provider = await openProvider(await pools.access(holder), userPoolId, holder);
  try {
    const details = (await provider.details()) ?? {};
    const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
    await proofOf(holder, secret, exchangeAt(holder, details, { pause, now: () => new Date() }));
    await provider.write(secret);
  } finally {
    provider.close();
  }
}

/** Registers the application with Okta, and pushes its secret to the pool as an operator would. */
async function connectOkta(stage: Stage, oidc: Oidc, host: string): Promise<void> {
  const { loaded, endpoint, region, pools } = stage;
  const { environment } = loaded;
  const holder = secretHolders(loaded).find(
    (one) => one.provider === identityProviders.okta.oidc && one.region === region,
  );
  if (!holder)
    throw failure(`environment ${environment.name} has no identity provider okta-oidc in ${region}`);
  const clientSecret = randomBytes(32).toString('base64url');
  await registerAtOkta(endpoint, 'clients', {
    host: new URL(oidc.issuer).host,
    clientId: oidc.clientId,
    clientSecret,
    redirectUris: [`https://${host}/oauth2/idpresponse`],
  });
  await createSecret(await pools.access(holder), holder.secretName, clientSecret);
  const rotating = poolAccess(environment, rotateRole(environment));
  await pushSecret(rotating, holder, new SecretValue(clientSecret));
}

/** A staff member signs in at Okta through OpenID Connect; their permissions come from DynamoDB. */
export async function showInternal(stage: Stage): Promise<FlowOutcome> {
  const { loaded, endpoint, region, pools } = stage;
  const { environment } = loaded;
  const { internal } = environment;
  const oidc = internal?.okta.oidc;
  if (!oidc) throw failure(`environment ${environment.name} has no internal flow through OpenID Connect`);
  const pool = await poolOf(stage, 'internal');
  const web = await clientId(stage, pool, 'web');
  const host = signInHost(domainPrefix(environment, 'internal'), region);
  await connectOkta(stage, oidc, host);

  const username = `grace@${internal.okta.domains[0]}`;
  const password = newPassword();
  const { id: oktaUser } = await registerAtOkta(endpoint, 'users', {
    host: new URL(oidc.issuer).host,
    username,
    password,
    attributes: { email: username, email_verified: true, given_name: 'Grace', family_name: 'Hopper' },
    groups: rights.groups,
  });
  await putItem(await pools.access(pool), tables(environment).internalUsers, {
    okta_user: oktaUser,
    status: 'active',
    ...rights,
  });

  const app = { host, clientId: web, redirectUri: internal.callbackUrls[0] as string };
  const identityProvider = identityProviders.okta.oidc;
  const tokens = await signInOnPage(endpoint, app, { username, password, identityProvider });
  const by = { userPoolId: pool.id, clientId: web };
  const access = await verifyToken(endpoint, { ...by, tokenUse: 'access' }, tokens.access_token);
  const id = await verifyToken(endpoint, { ...by, tokenUse: 'id' }, tokens.id_token);
  expectClaims('access token', access, rights);
  expectClaims('ID token', id, {
    email: username,
    department: undefined,
    groups: undefined,
    permissions: undefined,
  });
  const token = tokens.access_token ?? '';
  const expired = await inThePast(endpoint, () => refresh(endpoint, app, tokens.refresh_token));
  const calls = await callApi(stage, pool, [
    { words: 'staff see payments', call: 'GET /staff/payments/payment-1', token, expected: 200 },
    {
      words: "above this group's refund limit",
      call: 'POST /staff/payments/payment-1/refunds',
      headers: { 'x-payment-amount': '100000000' },
      token,
      expected: 403,
    },
    {
      words: "a staff token on a customer's route",
      call: 'GET /customers/ada/payments/payment-1',
      token,
      expected: 403,
    },
    {
      words: 'the token has expired',
      call: 'GET /staff/payments/payment-1',
      token: expired.access_token ?? '',
      expected: 401,
    },
  ]);
  return {
    line: `${username} signed in at Okta: department ${rights.department}, permissions ${rights.permissions.join(', ')}`,
    refused: [],
    calls,
    tokens: { access, id },
    facts: { user: username, ...rights },
  };
}
