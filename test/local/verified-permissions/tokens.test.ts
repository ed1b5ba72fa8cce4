import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  account,
  action,
  failureOf,
  type Harness,
  newPolicy,
  newStore,
  payment,
  paymentsSchema,
  start,
} from './harness';

const pool = 'eu-central-1_abc';
const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${pool}`;
const string = { type: 'String', required: false };

let client: Harness['client'];
let harness: Harness;
let key: CryptoKey;
let strangerKey: CryptoKey;
beforeAll(async () => {
  harness = await start();
  client = harness.client;
  const pair = await generateKeyPair('RS256');
  key = pair.privateKey;
  strangerKey = (await generateKeyPair('RS256')).privateKey;
  harness.keys.set(pool, { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256' }] });
});
afterAll(() => harness.close());

const seconds = (offset: number) => Math.floor(harness.clock.now.getTime() / 1000) + offset;

/** Signs claims; `undefined` takes a claim of the default token away. */
const sign = (claims: object, { by = key, header = {} as object } = {}) =>
  new SignJWT({ iss: issuer, sub: 's1', exp: seconds(300), iat: seconds(0), ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
    .sign(by);
const idToken = (claims: object = {}, how = {}) => sign({ token_use: 'id', aud: 'web', ...claims }, how);
const accessToken = (claims: object = {}, how = {}) =>
  sign({ token_use: 'access', client_id: 'web', scope: 'openid email', ...claims }, how);

/** A store with the pool as identity source, one policy, and a question to it. */
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

const view = 'principal, action == Payments::Action::"view", resource';

describe('mapping', () => {
  it('names the principal by pool and sub', async () => {
    const { ask, policyId } = await ready(
      `permit(principal == Payments::User::"${pool}|s1", action, resource);`,
    );
    expect(await ask({ identityToken: await idToken() })).toMatchObject({
      decision: 'ALLOW',
      determiningPolicies: [{ policyId }],
      principal: { entityType: 'Payments::User', entityId: `${pool}|s1` },
    });
    expect((await ask({ identityToken: await idToken({ sub: 's2' }) })).decision).toBe('DENY');
  });

  it('makes claims of the ID token attributes of the principal, those that the schema declares', async () => {
    const schema = paymentsSchema({
      user: { 'custom:tenant_id': string, email_verified: { type: 'Boolean', required: false } },
    });
    const { ask } = await ready(
      `permit(${view}) when { principal has "custom:tenant_id" && principal["custom:tenant_id"] == resource.tenant
        && principal has email_verified && principal.email_verified };`,
      { schema },
    );
    const entities = {
      entityList: [
        { identifier: payment('1'), attributes: { amount: { long: 1 }, tenant: { string: 'acme' } } },
      ],
    };
    const decision = async (claims: object) =>
      (await ask({ identityToken: await idToken(claims) }, { entities })).decision;
    expect(await decision({ 'custom:tenant_id': 'acme', email_verified: true, nonce: 'unheard of' })).toBe(
      'ALLOW',
    );
    expect(await decision({ 'custom:tenant_id': 'other', email_verified: true })).toBe('DENY');
    expect(await decision({ email_verified: true })).toBe('DENY');
    // A claim of another type than the schema's is refused, not converted.
    const wrong = await failureOf(decision({ 'custom:tenant_id': 'acme', email_verified: 'true' }));
    expect(wrong.name).toBe('ValidationException');
  });

  it('finds custom:… and cognito:… also in the older notation of nested records', async () => {
    const schema = paymentsSchema({
      user: {
        custom: { type: 'Record', attributes: { tenant_id: { type: 'String' } }, required: false },
        cognito: { type: 'Record', attributes: { username: { type: 'String' } }, required: false },
      },
    });
    const { ask } = await ready(
      `permit(${view}) when { principal has custom && principal.custom.tenant_id == "acme"
        && principal has cognito && principal.cognito.username == "ann" };`,
      { schema },
    );
    const claims = { 'custom:tenant_id': 'acme', 'custom:other': 'x', 'cognito:username': 'ann' };
    expect((await ask({ identityToken: await idToken(claims) })).decision).toBe('ALLOW');
  });

  it('refuses a token that lacks an attribute which the schema requires', async () => {
    const schema = paymentsSchema({ user: { 'custom:tenant_id': { type: 'String' } } });
    const { ask } = await ready(`permit(${view});`, { schema });
    const refused = await failureOf(ask({ identityToken: await idToken() }));
    expect(refused.name).toBe('ValidationException');
    expect(refused.message).toContain('custom:tenant_id');
  });

  it('takes every claim where there is no schema', async () => {
    const { ask } = await ready(
      'permit(principal, action, resource) when { principal.nested.a == ["x", "y"].contains("x") };',
    );
    const nested = { a: true, half: 0.5, nothing: null };
    expect(await ask({ identityToken: await idToken({ nested }) })).toMatchObject({
      decision: 'ALLOW',
      errors: [],
    });
  });

  it('never lets a claim forge an entity or an extension value', async () => {
    const { ask } = await ready(
      'permit(principal, action, resource) when { principal has boss && principal.boss == Payments::User::"root" };',
    );
    const boss = { __entity: { type: 'Payments::User', id: 'root' } };
    expect((await ask({ identityToken: await idToken({ boss }) })).decision).toBe('DENY');
  });

  it.each([['identityToken'], ['accessToken']] as const)('makes groups of the %s parents', async (kind) => {
    const { ask } = await ready(`permit(principal in Payments::Group::"${pool}|admins", action, resource);`, {
      schema: paymentsSchema(),
    });
    const make = kind === 'identityToken' ? idToken : accessToken;
    const decision = async (groups: unknown) =>
      (await ask({ [kind]: await make({ 'cognito:groups': groups }) })).decision;
    expect(await decision(['clerks', 'admins'])).toBe('ALLOW');
    expect(await decision(['clerks'])).toBe('DENY');
    expect(await decision([`x|admins`])).toBe('DENY');
  });

  it('maps groups to AWS::CognitoGroup where the source names no type', async () => {
    const statement = `permit(principal in AWS::CognitoGroup::"${pool}|admins", action, resource);`;
    const { ask } = await ready(statement, { groups: false });
    expect((await ask({ accessToken: await accessToken({ 'cognito:groups': ['admins'] }) })).decision).toBe(
      'ALLOW',
    );
    // A schema that does not declare that type leaves the groups out.
    const strict = await ready('permit(principal, action, resource);', {
      groups: false,
      schema: paymentsSchema(),
    });
    expect(
      (await strict.ask({ accessToken: await accessToken({ 'cognito:groups': ['admins'] }) })).decision,
    ).toBe('ALLOW');
  });

  it('puts claims of the access token into context.token, scope as a set', async () => {
    const token = {
      type: 'Record',
      attributes: {
        scope: { type: 'Set', element: { type: 'String' } },
        tenant_id: { type: 'String', required: false },
      },
      required: false,
    };
    const { ask } = await ready(
      `permit(${view}) when { context has token && context.token.scope.contains("pay/read")
        && context.token has tenant_id && context.token.tenant_id == "acme" && context.amount < 5 };`,
      { schema: paymentsSchema({ context: { token, amount: { type: 'Long' } } }) },
    );
    const context = { contextMap: { amount: { long: 3 } } };
    const decision = async (claims: object) =>
      (await ask({ accessToken: await accessToken(claims) }, { context })).decision;
    expect(await decision({ scope: 'openid pay/read', tenant_id: 'acme' })).toBe('ALLOW');
    expect(await decision({ scope: 'openid pay/readonly', tenant_id: 'acme' })).toBe('DENY');
    expect(await decision({ scope: 'pay/read' })).toBe('DENY');
  });

  it('puts nothing into the context of an action that does not declare it', async () => {
    const { ask } = await ready(`permit(${view});`, { schema: paymentsSchema() });
    expect((await ask({ accessToken: await accessToken() })).decision).toBe('ALLOW');
  });

  it('takes both tokens of one user together', async () => {
    const { ask } = await ready(
      'permit(principal, action, resource) when { principal.email == "a@example.com" && context.token.client_id == "web" };',
    );
    const identityToken = await idToken({ email: 'a@example.com' });
    expect((await ask({ identityToken, accessToken: await accessToken() })).decision).toBe('ALLOW');
    const refused = await failureOf(ask({ identityToken, accessToken: await accessToken({ sub: 's2' }) }));
    expect(refused.message).toContain('sub');
  });
});

describe('refusals', () => {
  let ask: Awaited<ReturnType<typeof ready>>['ask'];
  beforeAll(async () => {
    ({ ask } = await ready('permit(principal, action, resource);'));
  });
  const none = (token: string) => {
    const [, payload] = token.split('.');
    return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.AA`;
  };

  it.each<[string, () => Promise<object>]>([
    ['no token', async () => ({})],
    ['an expired token', async () => ({ identityToken: await idToken({ exp: seconds(-1) }) })],
    ['a token that expires this second', async () => ({ identityToken: await idToken({ exp: seconds(0) }) })],
    ['a token without expiry', async () => ({ identityToken: await idToken({ exp: undefined }) })],
    ['a token that is not valid yet', async () => ({ identityToken: await idToken({ nbf: seconds(1) }) })],
    ['another issuer', async () => ({ identityToken: await idToken({ iss: `${issuer}x` }) })],
    ['no issuer', async () => ({ identityToken: await idToken({ iss: undefined }) })],
    ['a foreign signature', async () => ({ identityToken: await idToken({}, { by: strangerKey }) })],
    ['an unknown key id', async () => ({ identityToken: await idToken({}, { header: { kid: 'k2' } }) })],
    ['no signature', async () => ({ identityToken: none(await idToken()) })],
    ['an access token as ID token', async () => ({ identityToken: await accessToken({ aud: 'web' }) })],
    ['an ID token as access token', async () => ({ accessToken: await idToken({ client_id: 'web' }) })],
    ['an ID token for another client', async () => ({ identityToken: await idToken({ aud: 'stranger' }) })],
    [
      'an access token for another client',
      async () => ({ accessToken: await accessToken({ client_id: 'stranger' }) }),
    ],
    ['no client', async () => ({ accessToken: await accessToken({ client_id: undefined }) })],
    ['no sub', async () => ({ identityToken: await idToken({ sub: undefined }) })],
    ['no token at all, but words', async () => ({ identityToken: 'a.b.c' })],
  ])('refuses %s', async (_what, tokens) => {
    const refused = await failureOf(ask(await tokens()));
    expect(refused.name).toBe('ValidationException');
    expect(JSON.stringify(refused.fieldList)).toMatch(/identityToken|accessToken/);
  });

  it('takes the very tokens that those are made from', async () => {
    expect((await ask({ identityToken: await idToken() })).decision).toBe('ALLOW');
    expect((await ask({ accessToken: await accessToken({ client_id: 'probe' }) })).decision).toBe('ALLOW');
  });

  it('refuses a token whose key was rotated away, and takes one of the new key', async () => {
    const before = harness.keys.get(pool);
    const identityToken = await idToken();
    const pair = await generateKeyPair('RS256');
    harness.keys.set(pool, { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k2', alg: 'RS256' }] });
    const refused = await failureOf(ask({ identityToken }));
    const fresh = await ask({
      identityToken: await idToken({}, { by: pair.privateKey, header: { kid: 'k2' } }),
    });
    harness.keys.delete(pool);
    const without = await failureOf(ask({ identityToken }));
    if (before) harness.keys.set(pool, before);
    expect(refused.name).toBe('ValidationException');
    expect(fresh.decision).toBe('ALLOW');
    expect(without.message).toContain('no signing keys');
  });

  it.each([
    [
      'principals',
      { entityList: [{ identifier: { entityType: 'Payments::User', entityId: `${pool}|s1` } }] },
    ],
    ['groups', { entityList: [{ identifier: { entityType: 'Payments::Group', entityId: 'g' } }] }],
    [
      'principals in Cedar JSON',
      { cedarJson: '[{"uid":{"__entity":{"type":"Payments::User","id":"x"}},"attrs":{},"parents":[]}]' },
    ],
    [
      'an action with parents',
      {
        entityList: [
          { identifier: { entityType: 'Payments::Action', entityId: 'view' }, parents: [payment('1')] },
        ],
      },
    ],
  ])('lets a request bring no %s', async (_what, entities) => {
    const refused = await failureOf(ask({ identityToken: await idToken() }, { entities: entities as never }));
    expect(refused.fieldList).toEqual([
      { path: 'entities', message: expect.stringContaining('may not be given') },
    ]);
  });

  it('lets a request bring no context.token beside an access token', async () => {
    const context = { contextMap: { token: { record: { tenant_id: { string: 'other' } } } } };
    const refused = await failureOf(ask({ accessToken: await accessToken() }, { context }));
    expect(refused.message).toContain('"token"');
  });

  it('says so when the store has no identity source', async () => {
    const policyStoreId = await newStore(client);
    const refused = await failureOf(ask({ identityToken: await idToken() }, { policyStoreId }));
    expect(refused).toMatchObject({ name: 'ResourceNotFoundException', resourceType: 'IDENTITY_SOURCE' });
  });
});

describe('batches', () => {
  it('verifies once, echoes each request and names the principal', async () => {
    const { policyStoreId } = await ready(`permit(principal, action == Payments::Action::"view", resource);`);
    const requests = ['view', 'approve'].map((id) => ({ action: action(id), resource: payment('1') }));
    const identityToken = await idToken();
    const { principal, results } = await client.batchIsAuthorizedWithToken({
      policyStoreId,
      identityToken,
      requests,
    });
    expect(principal).toEqual({ entityType: 'Payments::User', entityId: `${pool}|s1` });
    expect(results?.map(({ request, decision }) => [request, decision])).toEqual([
      [requests[0], 'ALLOW'],
      [requests[1], 'DENY'],
    ]);
    const expired = await idToken({ exp: seconds(-1) });
    const refused = await failureOf(
      client.batchIsAuthorizedWithToken({ policyStoreId, identityToken: expired, requests }),
    );
    expect(refused.name).toBe('ValidationException');
  });
});

describe('OpenID Connect', () => {
  const idp = 'https://idp.example.com';
  const source = async (tokenSelection: object, more: object = {}) => {
    const policyStoreId = await newStore(client);
    await newPolicy(
      client,
      policyStoreId,
      'permit(principal in Payments::Group::"idp|admins", action, resource);',
    );
    await client.createIdentitySource({
      policyStoreId,
      principalEntityType: 'Payments::User',
      configuration: {
        openIdConnectConfiguration: {
          issuer: idp,
          entityIdPrefix: 'idp',
          groupConfiguration: { groupClaim: 'groups', groupEntityType: 'Payments::Group' },
          tokenSelection: tokenSelection as never,
          ...more,
        },
      },
    });
    return (tokens: object) =>
      client.isAuthorizedWithToken({
        policyStoreId,
        action: action('view'),
        resource: payment('1'),
        ...tokens,
      });
  };
  beforeAll(() => {
    const keys = harness.keys.get(pool);
    if (keys) harness.keys.set(idp, keys);
  });

  it.each([[['clerks', 'admins']], ['clerks admins'], ['admins']])('reads groups from %j', async (groups) => {
    const ask = await source({ identityTokenOnly: { clientIds: ['web'] } });
    const answer = await ask({ identityToken: await sign({ iss: idp, aud: 'web', groups }) });
    expect(answer).toMatchObject({ decision: 'ALLOW', principal: { entityId: 'idp|s1' } });
  });

  it('names the principal by the chosen claim, without a prefix where none is given', async () => {
    const ask = await source(
      { accessTokenOnly: { audiences: ['api'], principalIdClaim: 'email' } },
      { entityIdPrefix: undefined },
    );
    const answer = await ask({
      accessToken: await sign({ iss: idp, aud: ['api', 'x'], email: 'a@example.com' }),
    });
    expect(answer.principal?.entityId).toBe('a@example.com');
  });

  it('refuses the other kind of token, another audience, and an issuer that cannot be read', async () => {
    const ask = await source({ accessTokenOnly: { audiences: ['api'] } });
    const good = { iss: idp, aud: 'api' };
    expect((await failureOf(ask({ identityToken: await sign(good) }))).message).toContain(
      'no tokens of this kind',
    );
    expect((await failureOf(ask({ accessToken: await sign({ ...good, aud: 'other' }) }))).message).toContain(
      'aud',
    );
    const away = await source({ accessTokenOnly: {} }, { issuer: 'https://away.example.com' });
    const refused = await failureOf(
      away({ accessToken: await sign({ ...good, iss: 'https://away.example.com' }) }),
    );
    expect(refused).toMatchObject({ name: 'ValidationException' });
    expect(refused.message).toContain('cannot be read');
  });
});
