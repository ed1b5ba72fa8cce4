import { clientSecret, domainPrefix, serverClientName } from '../../../environments/names';
import { inRolloutRegions } from '../../../environments/placement';
import type { LoadedEnvironment } from '../../../environments/schema';
import { signInHost } from '../../aws/sign-in-domain';
import { type PoolLocation, poolsOf } from '../../selection/pools';
import { byAccount, byRegion, type Criterion, selectBy } from '../../selection/selection';
import type { ClientHolder } from './holder';

/** Clients of the services: one per service in every region of the machine flow. */
const ofServices = ({ environment, services }: LoadedEnvironment, pool: PoolLocation): ClientHolder[] =>
  services.map(({ id, owner, status }) => ({
    ...pool,
    client: id,
    secretName: clientSecret(environment, 'machine', id),
    host: signInHost(domainPrefix(environment, 'machine'), pool.region),
    grant: 'client_credentials',
    owner,
    suspended: status === 'suspended',
  }));

/** The client of a tenant's own server, if the tenant has one. */
const ofTenant = ({ environment, tenants }: LoadedEnvironment, pool: PoolLocation): ClientHolder[] =>
  tenants
    .filter(({ id, serverClient }) => serverClient && id === pool.tenant)
    .map(({ id, name, status }) => ({
      ...pool,
      client: serverClientName,
      secretName: clientSecret(environment, `tenants/${id}`, serverClientName),
      host: signInHost(domainPrefix(environment, id), pool.region),
      grant: 'authorization_code',
      owner: name,
      suspended: status === 'suspended',
    }));

/** Every confidential app client of an environment, regions in rollout order. */
export const clientHolders = (loaded: LoadedEnvironment): ClientHolder[] =>
  inRolloutRegions(
    poolsOf(loaded).flatMap((pool) => {
      if (pool.flow === 'machine') return ofServices(loaded, pool);
      return pool.flow === 'tenant' ? ofTenant(loaded, pool) : [];
    }),
    loaded.environment,
  );

/** Flags of `fleet rotate client-secret` that narrow the selection. */
export interface ClientSelection {
  env?: string;
  account?: string[];
  region?: string[];
  service?: string[];
  tenant?: string[];
}

const criteria: Criterion<ClientHolder>[] = [
  byAccount,
  byRegion,
  {
    flag: 'service',
    matches: ({ flow, client }, value) => flow === 'machine' && client === value,
    known: ({ flow, client }) => (flow === 'machine' ? [client] : []),
  },
  {
    flag: 'tenant',
    matches: ({ tenant }, value) => tenant === value,
    known: ({ tenant }) => (tenant ? [tenant] : []),
  },
];

/** The clients that match every flag. Throws a usage error that lists the possible values. */
export const selectClients = (holders: readonly ClientHolder[], selection: ClientSelection): ClientHolder[] =>
  selectBy(
    holders,
    criteria,
    { ...selection },
    {
      noun: 'app client with a secret',
      name: ({ account, region, pool, client }) => `${client} of ${pool} (${account}, ${region})`,
    },
  );
