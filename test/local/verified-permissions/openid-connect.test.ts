import { action, failureOf, newPolicy, newStore, payment } from './harness';
import { type PoolHarness, pool, startWithPool } from './token-harness';

let harness: PoolHarness;
let client: PoolHarness['client'];
let sign: PoolHarness['sign'];
beforeAll(async () => {
  harness = await startWithPool();
  ({ client, sign } = harness);
});
afterAll(() => harness.close());

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

it('names the principal by the chosen claim, without a prefix if none is given', async () => {
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
