import { hookName, tables } from '../../../environments/names';
import type { Service } from '../../../environments/schema';
import { verifyToken } from '../../../scripts/aws/tokens';
import { callApi } from '../../../scripts/demo/api';
import { poolOf } from '../../../scripts/demo/flow';
import { askAs } from '../../../scripts/demo/machine';
import { getItem, putItem } from '../../../scripts/demo/tables';
import { refused } from './app';
import type { Applied } from './applied';
import { minutesOf } from './claims';
import { reasonsOf } from './logs';
import { deleteItem, deleteTable } from './tables';

/** The machine flow: client credentials, claims from the service's file, refusals. */
export function machineFlow(of: () => Applied): void {
  let pool: Awaited<ReturnType<typeof poolOf>>;
  const service = (id: string) => of().loaded.services.find((one) => one.id === id) as Service;
  const ask = (id: string) => askAs(of(), pool, service(id));
  const reasons = () => reasonsOf(of(), 'identity', hookName(of().loaded.environment, 'machine'));
  const registry = async () => ({
    access: await of().pools.access(pool),
    table: tables(of().loaded.environment).services,
  });

  beforeAll(async () => {
    pool = await poolOf(of(), 'machine');
  });

  test('a service gets exactly these claims, and no ID token', async () => {
    const { client, answer } = await ask('billing');

    const token = { userPoolId: pool.id, clientId: client, tokenUse: 'access' } as const;
    const claims = await verifyToken(of().endpoint, token, answer.access_token);
    expect(claims).toEqual({
      sub: client,
      iss: `https://cognito-idp.${of().region}.amazonaws.com/${pool.id}`,
      client_id: client,
      token_use: 'access',
      version: 2,
      scope: expect.any(String),
      auth_time: expect.any(Number),
      iat: expect.any(Number),
      exp: expect.any(Number),
      jti: expect.any(String),
      service_id: 'billing',
      tier: 'gold',
      allowed_ops: ['ledger:post', 'payments:create', 'payments:view'],
      rate_limit: 200,
    });
    expect(String(claims.scope).split(' ').sort()).toEqual([...service('billing').scopes].sort());
    expect(minutesOf(claims)).toBe(of().loaded.environment.machine?.accessMinutes);
    expect(Object.keys(answer).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
  });

  test("the API asks the service's own policy store, if it has one", async () => {
    const { answer } = await ask('billing');
    const token = answer.access_token ?? '';

    await callApi(of(), pool, [
      // 503 means that the authorizer allows the call: there is no backend.
      { words: 'an allowed call', call: 'GET /services/payments/payment-1', token, expected: 503 },
      { words: 'a service on a staff route', call: 'DELETE /staff/payments/payment-1', token, expected: 403 },
    ]);
  });

  test('a service that is suspended, from another pool or unknown gets no token', async () => {
    const suspended = await ask('legacy-export');
    const { access, table } = await registry();
    const { client } = await ask('billing');
    const item = await getItem(access, table, { client_id: client });
    await putItem(access, table, { ...item, user_pool_id: 'eu-central-1_another' });
    const foreign = await ask('billing');
    await deleteItem(access, table, { client_id: client });
    const unknown = await ask('billing');
    await putItem(access, table, { ...item });

    expect([suspended, foreign, unknown].map(({ answer }) => answer)).toEqual(
      Array(3).fill(refused('PreTokenGeneration')),
    );
    expect(await reasons()).toEqual(['service-suspended', 'service-of-another-pool', 'service-unknown']);
  });

  test('if the registry is missing, there is no token', async () => {
    await deleteTable(of(), 'identity', tables(of().loaded.environment).services);

    expect((await ask('billing')).answer).toEqual(refused('PreTokenGeneration'));
    expect((await reasons()).at(-1)).toBe('store-unavailable');
  });
}
