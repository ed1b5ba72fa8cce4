import type { AuthorizerRoute } from '../../catalogue';
import type { Budget } from '../budget';
import { Denied, type Reason } from '../denied';
import { type Item, status, text, texts } from '../item';
import { itemReader, itemsReader } from '../reader';
import { isMarked, lineAndMark } from '../tenants/suspension';
import { type Clock, ExpiringCache } from './expiring-cache';
import type { RegistryTables } from './tables';

export type Flow = AuthorizerRoute['flow'];

/** The pool and clients that a flow trusts here, and the policy store that decides. */
export interface Trusted {
  userPoolId: string;
  clientIds: readonly string[];
  policyStoreId: string;
  /** Hash of the store's content; empty if the registry has none. */
  policyContent: string;
  /** Why nobody gets in, even with a valid token. */
  refusal?: Reason;
}

/** What an unverified token says about where it belongs. */
type Belongs = Readonly<Record<string, unknown>>;

/** Rejects with Denied if there is nothing to trust, or the store fails. */
export type Registry = (flow: Flow, belongs: Belongs) => Promise<Trusted>;

/** How long a record is cached, in milliseconds, and so how soon a suspension takes effect. */
const recordFor = 30_000;
const records = 1000;

/** Ids as the fleet and Cognito generate them; DynamoDB would reject others. */
const tenantId = /^[a-z0-9-]{1,63}$/;
const clientId = /^[\w+]{1,128}$/;

const word = (value: unknown): string => (typeof value === 'string' ? value : '');

const store = (item: Item) => ({
  policyStoreId: text(item, 'policy_store_id'),
  // Missing in entries written before the hash existed.
  policyContent: item.attributes.policy_content?.S ?? '',
});

/** Throws Denied (`store-malformed`) for an item that is not the one asked for. */
function assertKey(item: Item, key: Record<string, string>): Item {
  for (const [attribute, value] of Object.entries(key))
    if (text(item, attribute) !== value)
      throw new Denied('store-malformed', { table: item.table, attribute });
  return item;
}

const ofTenant = (item: Item, mark: Item | undefined): Trusted => ({
  userPoolId: text(item, 'user_pool_id'),
  clientIds: [
    'web_client_id',
    'probe_client_id',
    ...(item.attributes.server_client_id ? ['server_client_id'] : []),
  ].map((name) => text(item, name)),
  ...store(item),
  refusal: status(item) === 'active' && !isMarked(mark) ? undefined : 'tenant-suspended',
});

const ofFlow = (item: Item): Trusted => ({
  userPoolId: text(item, 'user_pool_id'),
  clientIds: texts(item, 'client_ids'),
  ...store(item),
});

/** A service uses the flow's store, or its own. */
function ofService(flow: Trusted, item: Item | undefined): Trusted {
  if (!item) return { ...flow, refusal: 'service-unknown' };
  if (text(item, 'user_pool_id') !== flow.userPoolId) return { ...flow, refusal: 'service-of-another-pool' };
  return {
    ...flow,
    ...(item.attributes.policy_store_id && store(item)),
    refusal: status(item) === 'active' ? undefined : 'service-suspended',
  };
}

/**
 * Finds what to trust: a tenant by its id, a service by its client, other flows by the flow alone. Records are
 * cached for 30 s; what is missing, or could not be read, is looked up again each time.
 *
 * Whether a tenant or a service is active is returned, not thrown, so that only callers with a valid token learn it.
 */
export function registry(
  { flows, tenants, services, region }: RegistryTables,
  budget: Budget,
  now: Clock,
): Registry {
  const read = itemReader(region, budget);
  const readBoth = itemsReader(region, budget);
  const kept = new ExpiringCache<Trusted>(records, now);

  async function tenant(id: string): Promise<Trusted> {
    if (!tenants) throw new Denied('flow-unknown', { flow: 'tenant' });
    const key = { tenant_id: id, region };
    const { [tenants]: [item, mark] = [] } = await readBoth({ [tenants]: lineAndMark(key) });
    if (!item) throw new Denied('tenant-unknown');
    return ofTenant(assertKey(item, key), mark);
  }

  async function flowAlone(flow: Flow, client?: string): Promise<Trusted> {
    if (!flows || (client && !services)) throw new Denied('flow-unknown', { flow });
    const key = { flow, region };
    const service = client ? { client_id: client } : undefined;
    const found = await read({ [flows]: key, ...(service && { [services]: service }) });
    const item = found[flows];
    if (!item) throw new Denied('flow-unknown', { flow });
    const trusted = ofFlow(assertKey(item, key));
    if (!service) return trusted;
    const entry = found[services];
    return ofService(trusted, entry && assertKey(entry, service));
  }

  return async (flow, { tenant_id, client_id }) => {
    const id = word({ tenant: tenant_id, machine: client_id, customer: '', internal: '' }[flow]);
    if (flow === 'tenant' && !id) throw new Denied('tenant-claim-missing');
    if (flow === 'tenant' && !tenantId.test(id)) throw new Denied('tenant-unknown');
    if (flow === 'machine' && !clientId.test(id)) throw new Denied('token-of-another-client');
    const key = `${flow}/${id}`;
    const known = kept.get(key);
    if (known) return known;
    const asked = now();
    const trusted = await (flow === 'tenant' ? tenant(id) : flowAlone(flow, id));
    if (trusted.refusal !== 'service-unknown') kept.set(key, trusted, asked + recordFor);
    return trusted;
  };
}
