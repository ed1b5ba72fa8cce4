import type { LoadedEnvironment } from '../../environments/schema';
import { usageError } from '../cli/errors';
import { type PoolLocation, poolsOf, type UserFlow } from '../selection/pools';
import { byAccount, byRegion, selectBy } from '../selection/selection';

/** Flags of `fleet user revoke`. */
export interface RevokeFlags {
  env?: string;
  account?: string[];
  region?: string[];
  flow?: UserFlow | 'machine';
  tenant?: string;
  user?: string;
  yes?: boolean;
}

/** The user to sign out, and where. */
interface Wanted {
  flow: UserFlow;
  tenant?: string;
  user: string;
  places: PoolLocation[];
}

/** Reads the flags. Throws a usage error, before anything is changed. */
export function whatToRevoke(loaded: LoadedEnvironment, flags: RevokeFlags): Wanted {
  const { flow, tenant, user } = flags;
  const { environment, tenants } = loaded;
  if (!flow) throw usageError('no flow is named', 'add --flow with one of: customer, internal, tenant');
  if (flow === 'machine')
    throw usageError(
      'the flow "machine" has no users: to stop a service, suspend it',
      `write "status": "suspended" in environments/${environment.name}/services/<service>.json and roll out the ` +
        `machine stacks; its last token stays valid until it expires` +
        (environment.machine ? `: at most ${environment.machine.accessMinutes} minutes` : ''),
    );
  if (!user)
    throw usageError('no user is named', 'add --user with a username, sub, e-mail address or subject');
  if (flow === 'tenant' && !tenant)
    throw usageError(
      'no tenant is named',
      `add --tenant with one of: ${tenants.map(({ id }) => id).join(', ')}`,
    );
  if (flow !== 'tenant' && tenant)
    throw usageError(
      `--tenant cannot be used with --flow ${flow}, only with --flow tenant`,
      'remove one of the two',
    );
  if (tenant && !tenants.some(({ id }) => id === tenant))
    throw usageError(
      `--tenant ${tenant} matches nothing in ${environment.name}`,
      `its tenants: ${tenants.map(({ id }) => id).join(', ')}`,
    );
  const all = poolsOf(loaded).filter((place) => place.flow === flow && place.tenant === tenant);
  const given = { env: flags.env, account: flags.account, region: flags.region };
  const places = selectBy<PoolLocation>(all, [byAccount, byRegion], given, {
    noun: 'user pool',
    name: locationName,
  });
  return { flow, user, places, ...(tenant && { tenant }) };
}

/** A pool and its location, in words. */
export const locationName = ({ account, region, pool }: Pick<PoolLocation, 'account' | 'region' | 'pool'>) =>
  `${pool} in ${account}, ${region}`;
