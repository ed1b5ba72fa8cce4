import { domainPrefix } from '../../environments/names';
import type { Service } from '../../environments/schema';
import { signInHost } from '../aws/sign-in-domain';
import { verifyToken } from '../aws/tokens';
import { failure } from '../cli/errors';
import type { PoolLocation } from '../selection/pools';
import { callApi, inThePast } from './api';
import { clientId } from './clients';
import { expectClaims, type FlowOutcome, poolOf } from './flow';
import { askForToken, type TokenAnswer } from './sign-in-page';
import type { Stage } from './stage';

type Pool = PoolLocation & { id: string };

/** Reads the secret as the service's owner does: from Cognito, with IAM credentials. */
export async function clientSecret({ pools }: Stage, pool: Pool, ClientId: string): Promise<string> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(await pools.access(pool));
  const { UserPoolClient } = await client.send(
    new sdk.DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId }),
  );
  client.destroy();
  if (!UserPoolClient?.ClientSecret) throw failure(`app client ${ClientId} of ${pool.pool} has no secret`);
  return UserPoolClient.ClientSecret;
}

/** Requests a token with the service's credentials. */
export async function askAs(
  stage: Stage,
  pool: Pool,
  { id }: Service,
): Promise<{ client: string; answer: TokenAnswer }> {
  const { loaded, endpoint, region } = stage;
  const client = await clientId(stage, pool, id);
  const credentials = Buffer.from(`${client}:${await clientSecret(stage, pool, client)}`).toString('base64');
  const host = signInHost(domainPrefix(loaded.environment, 'machine'), region);
  const fields = { grant_type: 'client_credentials' };
  const answer = await askForToken(endpoint, host, fields, { authorization: `Basic ${credentials}` });
  return { client, answer };
}

const sorted = (values: unknown) => (Array.isArray(values) ? [...values].sort() : values);

/** A service gets a token through client credentials, with the claims from its file; a suspended one gets none. */
export async function showMachine(stage: Stage): Promise<FlowOutcome> {
  const { loaded, endpoint } = stage;
  const pool = await poolOf(stage, 'machine');
  const service = loaded.services.find(({ status }) => status === 'active');
  const suspended = loaded.services.find(({ status }) => status === 'suspended');
  if (!service) throw failure(`environment ${loaded.environment.name} has no active service`);

  const { client, answer } = await askAs(stage, pool, service);
  if (answer.error)
    throw failure(`service ${service.id} got no token: ${answer.error}: ${answer.error_description ?? ''}`);
  if (answer.id_token) throw failure(`service ${service.id} got an ID token, but no person has signed in`);
  const token = { userPoolId: pool.id, clientId: client, tokenUse: 'access' } as const;
  const access = await verifyToken(endpoint, token, answer.access_token);
  expectClaims(
    'access token',
    { ...access, allowed_ops: sorted(access.allowed_ops) },
    {
      service_id: service.id,
      tier: service.tier,
      allowed_ops: sorted(service.allowedOps),
      rate_limit: service.rateLimit,
    },
  );

  const refused: string[] = [];
  if (suspended) {
    const { answer: refusal } = await askAs(stage, pool, suspended);
    if (!refusal.error) throw failure(`the suspended service ${suspended.id} got a token`);
    refused.push(`${suspended.id}, suspended: ${refusal.error_description ?? refusal.error}`);
  }
  const bearer = answer.access_token ?? '';
  const expired = await inThePast(endpoint, () => askAs(stage, pool, service));
  const calls = await callApi(stage, pool, [
    {
      words: 'allowed by its registry entry and scopes',
      call: 'GET /services/payments/payment-1',
      token: bearer,
      expected: 200,
    },
    {
      words: "above its tier's limit",
      call: 'POST /services/accounts/account-1/payments',
      headers: { 'x-payment-amount': '100000000000' },
      token: bearer,
      expected: 403,
    },
    {
      words: "a service's token on a staff route",
      call: 'GET /staff/payments/payment-1',
      token: bearer,
      expected: 403,
    },
    {
      words: 'the token has expired',
      call: 'GET /services/payments/payment-1',
      token: expired.answer.access_token ?? '',
      expected: 401,
    },
  ]);
  return {
    line: `service ${service.id} got a token: tier ${service.tier}, ${service.allowedOps.length} operations, ${service.rateLimit} requests/s`,
    refused,
    calls,
    tokens: { access },
    facts: { service: service.id, ...(suspended && { suspended: suspended.id }) },
  };
}
