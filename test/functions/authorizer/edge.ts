import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { authorizing } from '../../../functions/authorizer/authorize';
import { authorizerHandler } from '../../../functions/authorizer/lambda-handler';
import { authorizer } from '../../../functions/catalogue';
import type { Budget } from '../../../functions/shared/budget';
import type { Jwks } from '../../../local/context';
import { account, start as startPolicies } from '../../local/verified-permissions/harness';
import { type Answer, DynamoStandIn, from, marshalled, Tables } from '../dynamo';
import { context } from '../events';
import { outcomeOf } from '../log';
import { type Statement, storeOf } from './policies';
import { routes } from './requests';
import { keyServer, passingTo, region, StandIn } from './stand-ins';

export const tables = { flows: 'flows', tenants: 'tenants', services: 'services', region };
export const keeping = { allowSeconds: 60, denySeconds: 5 };
/** No retry is slow here, and no test measures time. */
export const budget: Budget = { connect: 5000, perTry: 5000, total: 20_000 };
/** Without today's date, from which an AWS client would conclude that the tests' clock is wrong. */
export const undated =
  (answer: Answer): Answer =>
  (request, response) => {
    response.sendDate = false;
    answer(request, response);
  };

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
type Claims = Record<string, unknown>;

export const pools = {
  acme: `${region}_Acme01`,
  globex: `${region}_Globex1`,
  customer: `${region}_Customer`,
  internal: `${region}_Internal`,
  machine: `${region}_Machine`,
};
type Pool = keyof typeof pools;

export const issuerOf = (pool: Pool) => `https://cognito-idp.${region}.amazonaws.com/${pools[pool]}`;

/** Claims that are a pool's own. */
const own: Record<Pool, Claims> = {
  acme: { client_id: 'acme-web', tenant_id: 'acme' },
  globex: { client_id: 'globex-web', tenant_id: 'globex' },
  customer: { client_id: 'shop' },
  internal: { client_id: 'desk' },
  machine: { client_id: 'billing', sub: 'billing' },
};

/** Signing keys of every pool: one for acme, one for all others, since creating a key takes a while. */
async function keyPairs() {
  const [ofAcme, ofOthers] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const published = new Map<string, Jwks>();
  const signing = new Map<Pool, Key>();
  for (const pool of Object.keys(pools) as Pool[]) {
    const { publicKey, privateKey } = pool === 'acme' ? ofAcme : ofOthers;
    signing.set(pool, privateKey);
    published.set(pools[pool], {
      keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }],
    });
  }
  return { published, signing };
}

const item = marshalled;
const tenant = (id: 'acme' | 'globex', policy_store_id: string, more = {}) =>
  item({
    tenant_id: id,
    region,
    status: 'active',
    user_pool_id: pools[id],
    web_client_id: `${id}-web`,
    probe_client_id: `${id}-probe`,
    policy_store_id,
    policy_content: 'c0ffee',
    ...more,
  });
const flow = (name: 'customer' | 'internal' | 'machine', policy_store_id: string, client_ids: string[]) =>
  item({
    flow: name,
    region,
    user_pool_id: pools[name],
    client_ids,
    policy_store_id,
    policy_content: 'c0ffee',
  });
const service = (client_id: string, more = {}) =>
  item({ client_id, status: 'active', user_pool_id: pools.machine, ...more });

/**
 * Everything that the authorizer talks to, on loopback: DynamoDB, Cognito's keys over TLS, and the local AWS's Verified
 * Permissions, behind stand-ins that can fail. All of it uses one clock.
 */
export async function startEdge() {
  const policies = await startPolicies();
  const { clock } = policies;
  const { published, signing } = await keyPairs();
  const begin = clock.now;
  const usual = [...published].map(([pool, { keys }]) => [pool, keys] as const);
  for (const [pool, keys] of published) policies.keys.set(pool, keys);
  const keys = await keyServer(published);
  const store = new StandIn(passingTo(policies.url));
  const dynamo = new DynamoStandIn();
  const environment = process.env;
  process.env = {
    ...environment,
    AWS_ENDPOINT_URL_DYNAMODB: await dynamo.start(),
    AWS_ENDPOINT_URL_VERIFIEDPERMISSIONS: `http://127.0.0.1:${await store.start()}`,
    AWS_ACCESS_KEY_ID: `KEY${account}`,
    AWS_SECRET_ACCESS_KEY: 'planted-secret-key',
  };
  const now = () => clock.now.getTime();
  jest.spyOn(Date, 'now').mockImplementation(now);

  const made = (pool: Pool, clients: string[], names: readonly Statement[]) =>
    storeOf(policies.client, pools[pool], clients, names);
  const guarded = ['ofTheTenant', 'notFromThere', 'upToLimit', 'notAfter'] as const;
  const acme = await made('acme', ['acme-web', 'acme-probe'], guarded);
  const globex = await made('globex', ['globex-web', 'globex-probe'], guarded);
  const customer = await made('customer', ['shop'], ['everybody', 'notFromThere']);
  const internal = await made('internal', ['desk'], ['everybody']);
  const machine = await made('machine', ['billing', 'ledger'], ['everybody', 'notFromThere']);
  const ledger = await made('machine', ['ledger'], ['everybody']);
  const stores = { acme, globex, customer, internal, machine, ledger };

  const registered = () => ({
    [tables.tenants]: [tenant('acme', acme.policyStoreId), tenant('globex', globex.policyStoreId)],
    [tables.flows]: [
      flow('customer', customer.policyStoreId, ['shop']),
      flow('internal', internal.policyStoreId, ['desk']),
      flow('machine', machine.policyStoreId, ['billing', 'ledger', 'ghost']),
    ],
    [tables.services]: [service('billing'), service('ledger', { policy_store_id: ledger.policyStoreId })],
  });
  /** The content of the registries; a test may change it. */
  let items = registered();

  const seconds = (offset: number) => Math.floor(now() / 1000) + offset;
  const claimsOf = (pool: Pool, claims: Claims) => ({
    iss: issuerOf(pool),
    sub: 's1',
    token_use: 'access',
    iat: seconds(0),
    exp: seconds(300),
    ...own[pool],
    ...claims,
  });
  /** An access token of a pool; `undefined` removes a claim. */
  const tokenOf = (
    pool: Pool,
    claims: Claims = {},
    { by, header = {} }: { by?: Key; header?: object } = {},
  ) =>
    new SignJWT(claimsOf(pool, claims))
      .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
      .sign(by ?? (signing.get(pool) as Key));

  /** The function's handler after a cold start. */
  const handler = ({ limits = budget, keep = keeping, given = routes, at = tables } = {}) =>
    authorizerHandler(authorizer, () =>
      authorizing({ routes: given, tables: at, keeping: keep }, limits, now),
    );

  /** The same, with what it logs. */
  function started(how: Parameters<typeof handler>[0] = {}) {
    const ask = handler(how);
    return async (event: unknown) => {
      const written = await outcomeOf(() => ask(event, context));
      return { status: statusOf(written.outcome), ...written };
    };
  }

  return {
    clock,
    published,
    policies,
    signing,
    stores,
    keys: keys.server,
    keysAt: keys,
    store,
    dynamo,
    now,
    seconds,
    claimsOf,
    tokenOf,
    handler,
    started,
    /** Lets time pass, in seconds. */
    later(count: number) {
      clock.now = new Date(now() + count * 1000);
    },
    get items() {
      return items;
    },
    tenant,
    service,
    /** Publishes a pool's keys. */
    publish(pool: Pool, list: Jwks['keys']) {
      (published.get(pools[pool]) as Jwks).keys = list;
    },
    /** Resets everything. */
    reset() {
      clock.now = begin;
      for (const [pool, list] of usual) (published.get(pool) as Jwks).keys = list;
      items = registered();
      for (const one of [keys.server, store]) one.reset();
      dynamo.calls.length = 0;
      dynamo.answer = undated((request, response) => from(new Tables(items))(request, response));
    },
    async stop() {
      jest.restoreAllMocks();
      process.env = environment;
      await Promise.all([keys.stop(), store.stop(), dynamo.stop(), policies.close()]);
    },
  };
}
export type Edge = Awaited<ReturnType<typeof startEdge>>;

/** The status that API Gateway responds with, or 200 if the request is passed to the backend. */
function statusOf(outcome: unknown): number {
  if (outcome instanceof Error) return outcome.message === 'Unauthorized' ? 401 : 500;
  return (outcome as { isAuthorized: unknown }).isAuthorized === true ? 200 : 403;
}

/** An edge for a test file. */
export function edgeForTests(): { readonly edge: Edge } {
  let edge: Edge | undefined;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge?.stop());
  beforeEach(() => edge?.reset());
  return {
    get edge() {
      if (!edge) throw new Error('the edge stands in tests alone');
      return edge;
    },
  };
}
