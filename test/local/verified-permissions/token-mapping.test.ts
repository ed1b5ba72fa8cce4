import { schemaToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { failureOf, payment, paymentsSchema } from './harness';
import { type PoolHarness, pool, startWithPool } from './token-harness';

let harness: PoolHarness;
let accessToken: PoolHarness['accessToken'];
let idToken: PoolHarness['idToken'];
let ready: PoolHarness['ready'];
beforeAll(async () => {
  harness = await startWithPool();
  ({ accessToken, idToken, ready } = harness);
});
afterAll(() => harness.close());

const string = { type: 'String', required: false };
const view = 'principal, action == Payments::Action::"view", resource';

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

it('turns those claims of the ID token that the schema declares into attributes of the principal', async () => {
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
  // A claim whose type differs from the schema's is refused, not converted.
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

it('takes every claim if there is no schema', async () => {
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

it.each([['identityToken'], ['accessToken']] as const)(
  'makes groups of the %s parents of the principal',
  async (kind) => {
    const { ask } = await ready(`permit(principal in Payments::Group::"${pool}|admins", action, resource);`, {
      schema: paymentsSchema(),
    });
    const make = kind === 'identityToken' ? idToken : accessToken;
    const decision = async (groups: unknown) =>
      (await ask({ [kind]: await make({ 'cognito:groups': groups }) })).decision;
    expect(await decision(['clerks', 'admins'])).toBe('ALLOW');
    expect(await decision(['clerks'])).toBe('DENY');
    expect(await decision([`x|admins`])).toBe('DENY');
  },
);

it('maps groups to AWS::CognitoGroup if the source names no type', async () => {
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

it.each([[true], [false]])('leaves the groups out of context.token (with a schema: %s)', async (typed) => {
  const groups = { type: 'Set', element: { type: 'String' }, required: false };
  const token = {
    type: 'Record',
    attributes: { 'cognito:groups': groups, tenant_id: string },
    required: false,
  };
  const { ask } = await ready(
    `permit(${view}) when { context has token && context.token has tenant_id && !(context.token has "cognito:groups") };`,
    typed ? { schema: paymentsSchema({ context: { token } }) } : {},
  );
  const tokens = { accessToken: await accessToken({ tenant_id: 'acme', 'cognito:groups': ['admins'] }) };
  expect((await ask(tokens)).decision).toBe('ALLOW');
});

it('puts nothing into the context of an action that does not declare it', async () => {
  const { ask } = await ready(`permit(${view});`, { schema: paymentsSchema() });
  expect((await ask({ accessToken: await accessToken() })).decision).toBe('ALLOW');
});

it('accepts both tokens of one user together', async () => {
  const { ask } = await ready(
    'permit(principal, action, resource) when { principal.email == "a@example.com" && context.token.client_id == "web" };',
  );
  const identityToken = await idToken({ email: 'a@example.com' });
  expect((await ask({ identityToken, accessToken: await accessToken() })).decision).toBe('ALLOW');
  const refused = await failureOf(ask({ identityToken, accessToken: await accessToken({ sub: 's2' }) }));
  expect(refused.message).toContain('sub');
});

it('reads a schema that was written in Cedar’s own syntax, with named types', async () => {
  const answer = schemaToJson(`
    namespace Payments {
      type AccessToken = { tenant_id?: String };
      type Custom = { tenant_id: String };
      entity Group;
      entity User in [Group] = { custom?: Custom };
      entity Payment;
      action view appliesTo { principal: User, resource: Payment, context: { token?: AccessToken } };
    }`);
  if (answer.type === 'failure') throw new Error(answer.errors[0]?.message);
  const { ask } = await ready(
    `permit(${view}) when { context has token && context.token has tenant_id && principal has custom
      && context.token.tenant_id == principal.custom.tenant_id };`,
    { schema: JSON.stringify(answer.json) },
  );
  const decision = async (tenant: string) =>
    (
      await ask({
        identityToken: await idToken({ 'custom:tenant_id': 'acme' }),
        accessToken: await accessToken({ tenant_id: tenant }),
      })
    ).decision;
  expect([await decision('acme'), await decision('other')]).toEqual(['ALLOW', 'DENY']);
});
