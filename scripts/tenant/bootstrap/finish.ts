import { createHash } from 'node:crypto';
import { inviteRole, probeRole } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import { atMost } from '../../aws/at-most';
import { poolAccess } from '../../aws/pool-access';
import type { Context } from '../../cli/context';
import { exitCodes, FleetError, interruption, messageOf } from '../../cli/errors';
import { filesUnder } from '../../policy/files';
import { type StoreLocation, storeLocations } from '../../policy/locations';
import type { ClientHolder } from '../../rotate/client-secret/holder';
import { retireShownSecret } from '../../rotate/client-secret/rotate-client';
import type { RotationRun } from '../../rotate/run';
import type { Wanted } from '../request/wanted';
import type { StepsRun } from '../run-steps';
import { inviteIn } from './invite';
import { proveIn } from './prove';

/** A tenant's progress in one region. */
export interface TenantEnd {
  tenant: string;
  account: string;
  region: string;
  cell: string;
  administrator: 'invited' | 'there already' | 'signs in at its own provider' | '';
  /** Secret of its server's client: whether the one in Terraform's state no longer works. */
  secret: 'retired' | 'retired before' | 'none' | '';
  outcome: 'works' | 'failed' | 'not started';
  /** Golden decisions that its store answered as expected. */
  decisions: { allowed: number; denied: number };
  reason?: string;
  remedy?: string;
}

/** Identifies the person in a ledger, from which an address could never be removed. */
const digest = (email: string) => createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 12);

/** Tenants handled concurrently. Creating users is limited to 25 calls a second per account and region ("UserCreation"). */
const atOnce = 4;

/** The rotation that retires secrets, and the clients that have them. */
export interface Retiring {
  rotation: RotationRun;
  holders: readonly ClientHolder[];
}

/** @returns whether this run did it */
async function retire({ rotation, holders }: Retiring, tenant: string, region: string) {
  const holder = holders.find((one) => one.tenant === tenant && one.region === region);
  if (!holder) return 'none';
  const { outcome } = await retireShownSecret(rotation, holder);
  if (outcome === 'interrupted') throw interruption('interrupted', 'the same command continues from there');
  return outcome === 'unchanged' ? 'retired before' : 'retired';
}

/**
 * Everything after the rollout, in each of a tenant's regions: its administrator, the secret of its server's client, and
 * the proof that it works.
 * @param retiring undefined where no tenant has such a client
 */
export async function finishTenants(
  context: Context,
  { once, always }: StepsRun,
  loaded: LoadedEnvironment,
  wanted: readonly Wanted[],
  retiring: Retiring | undefined,
): Promise<TenantEnd[]> {
  const { environment } = loaded;
  const inviting = poolAccess(environment, inviteRole(environment));
  const probing = poolAccess(environment, probeRole(environment));
  const files = filesUnder(context.workspace.root);
  const places = storeLocations(loaded);

  const inRegion = async (
    { tenant: { id }, administrator }: Wanted,
    place: StoreLocation,
  ): Promise<TenantEnd> => {
    const { account, region, stack: cell } = place;
    const end: TenantEnd = {
      tenant: id,
      account,
      region,
      cell,
      administrator: administrator ? '' : 'signs in at its own provider',
      secret: retiring ? '' : 'none',
      outcome: 'works',
      decisions: { allowed: 0, denied: 0 },
    };
    try {
      if (administrator) {
        const { email, group } = administrator;
        const { invited } = await once(`administrator ${id} ${region} ${digest(email)}`, { group }, () =>
          inviteIn(environment, inviting, place, id, administrator),
        );
        end.administrator = invited ? 'invited' : 'there already';
      }
      if (retiring) end.secret = await retire(retiring, id, region);
      end.decisions = await always(`proof ${id} ${region}`, {}, () => proveIn(loaded, probing, place, files));
      return end;
    } catch (error) {
      const stopped = error instanceof FleetError && error.exitCode === exitCodes.interrupted;
      const remedy = error instanceof FleetError ? error.remedy : undefined;
      return {
        ...end,
        outcome: stopped ? 'not started' : 'failed',
        reason: messageOf(error),
        ...(remedy && { remedy }),
      };
    }
  };

  const limited = atMost(atOnce);
  let done = 0;
  const ends = await Promise.all(
    wanted.map((one) =>
      limited(async () => {
        const own: TenantEnd[] = [];
        for (const place of places.filter(({ owner, flow }) => flow === 'tenant' && owner === one.tenant.id))
          own.push(await inRegion(one, place));
        const outcomes = own.map(({ region, outcome }) => `${region} ${outcome}`);
        context.say(`${++done}/${wanted.length} ${one.tenant.id}: ${outcomes.join(', ')}`);
        return own;
      }),
    ),
  );
  return ends.flat();
}
