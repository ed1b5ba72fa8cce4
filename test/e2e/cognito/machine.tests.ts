import {
  CreateResourceServerCommand,
  DescribeUserPoolClientCommand,
  type LambdaConfigType,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { claimsOf, newClient, newPool, permit, startLocal, uploadFunction } from './harness';
import { App, newDomain } from './hosted';

let local: Awaited<ReturnType<typeof startLocal>>;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.end());

let count = 0;

/** A pool for machines with a client that has two scopes, and optionally a hook. */
async function newMachine(source?: string, LambdaVersion: 'V1_0' | 'V2_0' | 'V3_0' = 'V3_0') {
  count += 1;
  const name = `machine-${count}`;
  let LambdaConfig: LambdaConfigType = {};
  if (source) {
    const LambdaArn = await uploadFunction(local, name, source);
    LambdaConfig = { PreTokenGenerationConfig: { LambdaArn, LambdaVersion } };
  }
  const pool = await newPool(local, { LambdaConfig });
  if (source) await permit(local, name, pool);
  const Scopes = ['read', 'write', 'refund'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName }));
  await local.sdk.send(
    new CreateResourceServerCommand({ UserPoolId: pool, Identifier: 'orders', Name: 'orders', Scopes }),
  );
  const { id, secret } = await newClient(local, pool, {
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['orders/read', 'orders/write'],
    AccessTokenValidity: 10,
    TokenValidityUnits: { AccessToken: 'minutes' },
  });
  const app = new App(local, pool, await newDomain(local, pool, name), id);
  const ask = (fields: Record<string, string> = {}, headers: Record<string, string> = {}) => {
    const credentials: Record<string, string> = headers.authorization
      ? {}
      : { client_id: id, client_secret: secret };
    return app.post(
      '/oauth2/token',
      { grant_type: 'client_credentials', ...credentials, ...fields },
      headers,
    );
  };
  return { pool, id, secret, app, ask };
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

test('a machine gets only an access token, for its scopes', async () => {
  const { pool, id, secret, ask } = await newMachine();
  const { status, body } = await ask({ scope: 'orders/read' }, basic(id, secret));
  expect([status, body]).toEqual([
    200,
    { access_token: expect.any(String), expires_in: 600, token_type: 'Bearer' },
  ]);
  const verifier = CognitoJwtVerifier.create({
    userPoolId: pool,
    clientId: id,
    tokenUse: 'access',
    scope: 'orders/read',
  });
  const jwks = await fetch(`${local.aws.endpoint}/${pool}/.well-known/jwks.json`);
  verifier.cacheJwks((await jwks.json()) as never);
  const claims = await verifier.verify(body.access_token);
  expect(claims).toEqual({
    sub: id,
    client_id: id,
    token_use: 'access',
    scope: 'orders/read',
    iss: expect.stringContaining(pool),
    version: 2,
    jti: expect.any(String),
    auth_time: claims.iat,
    iat: expect.any(Number),
    exp: claims.iat + 600,
  });
  expect(claimsOf((await ask()).body.access_token).scope).toBe('orders/read orders/write');
});

test('anyone who may describe the client can read its secret', async () => {
  const { pool, id, secret } = await newMachine();
  const input = { UserPoolId: pool, ClientId: id };
  const { UserPoolClient } = await local.sdk.send(new DescribeUserPoolClientCommand(input));
  expect(UserPoolClient?.ClientSecret).toBe(secret);
  expect(secret).toMatch(/^[a-z0-9]{51}$/);
});

test.each([
  ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client'],
  ['no secret', { client_secret: '' }, 'invalid_client'],
  ['a scope of the server that the client does not have', { scope: 'orders/refund' }, 'invalid_scope'],
  ['one foreign scope among its scopes', { scope: 'orders/read openid' }, 'invalid_scope'],
  ["a person's flow", { grant_type: 'authorization_code', code: 'x' }, 'invalid_grant'],
  ['metadata that is not JSON', { aws_client_metadata: '{' }, 'invalid_request'],
])('no token with %s', async (_, fields, error) => {
  const { ask } = await newMachine();
  const { status, body } = await ask(fields);
  expect([status, body.error, body.access_token]).toEqual([400, error, undefined]);
});

test('different clients in Basic authentication and the form are refused', async () => {
  const [one, other] = [await newMachine(), await newMachine()];
  const { body } = await one.ask({ client_id: other.id }, basic(one.id, one.secret));
  expect(body).toEqual({ error: 'invalid_client' });
});

test('a client that does not allow the flow gets no token', async () => {
  const { pool, app } = await newMachine();
  const plain = await newClient(local, pool, { GenerateSecret: true });
  const fields = { grant_type: 'client_credentials', client_id: plain.id, client_secret: plain.secret };
  expect((await app.post('/oauth2/token', fields)).body.error).toBe('unauthorized_client');
});

describe('the hook', () => {
  const echo = `event.response.claimsAndScopeOverrideDetails = { accessTokenGeneration: {
    claimsToAddOrOverride: { service_id: 's1', rate_limit: 50, allowed_ops: ['a', 'b'], nested: { x: true }, sub: 'eve', client_id: 'eve', event: { ...event, response: null } },
    scopesToSuppress: ['orders/write'] } }; return event`;

  test('can add strings, numbers, lists and objects to the token, but no reserved claims', async () => {
    const { pool, id, ask } = await newMachine(echo);
    const { body } = await ask({ aws_client_metadata: '{"region":"eu"}' });
    const claims = claimsOf(body.access_token);
    expect(claims).toMatchObject({
      service_id: 's1',
      rate_limit: 50,
      allowed_ops: ['a', 'b'],
      nested: { x: true },
      sub: id,
      client_id: id,
      scope: 'orders/read',
    });
    expect(claims.event).toMatchObject({
      version: '3',
      triggerSource: 'TokenGeneration_ClientCredentials',
      userPoolId: pool,
      callerContext: { clientId: id },
      request: { scopes: ['orders/read', 'orders/write'], clientMetadata: { region: 'eu' } },
    });
  });

  test.each(['V1_0', 'V2_0'] as const)('of version %s is not called', async (version) => {
    const { ask } = await newMachine(`throw new Error('asked')`, version);
    expect((await ask()).status).toBe(200);
  });

  test.each([
    ['refuses', `throw new Error('suspended')`, 'PreTokenGeneration failed with error suspended.'],
    ['returns nonsense', 'return 1', 'Unrecognizable lambda output'],
  ])('that %s means no token', async (_, source, error_description) => {
    const { ask } = await newMachine(source);
    expect(await ask()).toEqual({ status: 400, body: { error: 'invalid_request', error_description } });
  });
});
