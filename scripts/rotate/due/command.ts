import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rotateRole } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import { callerIdentity } from '../../aws/credentials';
import { poolAccess } from '../../aws/pool-access';
import { stateStores } from '../../aws/state-stores';
import type { CommandResult, Context } from '../../cli/context';
import { exitCodes } from '../../cli/errors';
import { table } from '../../cli/table';
import { privateFolder } from '../../cli/workspace';
import { validConfiguration } from '../../selection/configuration';
import { type PoolLocation, poolsOf } from '../../selection/pools';
import { byAccount, byRegion, pickEnvironment, selectBy } from '../../selection/selection';
import { clientHolders } from '../client-secret/client-holders';
import type { ClientHolder } from '../client-secret/holder';
import type { Item } from './item';
import { inOrder, isDue, type Judged, judge } from './judge';
import { duePage } from './page';
import { readClient } from './read-clients';
import { readProviders } from './read-providers';

/** Flags of `fleet rotate --due`. */
export interface DueFlags {
  env?: string;
  account?: string[];
  region?: string[];
  /** What to check; everything if left out. */
  only?: 'clients' | 'providers';
  /** Output folder for the page. */
  out?: string;
}

const dayOf = (date: Date | undefined) => date?.toISOString().slice(0, 10) ?? '';

const describe = (items: readonly Judged[]): string =>
  table(
    ['state', 'due', 'what', 'account', 'region', 'owner', 'last rotated', 'why'],
    items.map(({ state, due, kind, name, account, region, owner, last, why }) => [
      state,
      dayOf(due),
      `${kind} ${name}`,
      account,
      region,
      owner,
      last ? `${last.at.slice(0, 10)}, ${last.proof}` : '',
      why,
    ]),
  );

/** Reads every secret and certificate of an environment in the selected accounts and regions. */
async function readAll(loaded: LoadedEnvironment, flags: DueFlags): Promise<Item[]> {
  const { environment } = loaded;
  const { env, account = [], region = [], only } = flags;
  const places = selectBy<PoolLocation>(
    poolsOf(loaded),
    [byAccount, byRegion],
    { env, account, region },
    { noun: 'user pool', name: ({ account: of, region: at, pool }) => `${pool} (${of}, ${at})` },
  );
  const stores = stateStores(environment, 'rotate');
  const pools = poolAccess(environment, rotateRole(environment));
  const holders = only === 'providers' ? [] : clientHolders(loaded);
  const items: Item[] = [];
  try {
    for (const place of places) {
      const isHere = (holder: ClientHolder) => holder.pool === place.pool && holder.region === place.region;
      for (const holder of holders.filter(isHere)) {
        const store = await stores.of({ account: place.account, stack: '' });
        items.push(await readClient(pools, store, holder, environment.rotation.soakMinutes));
      }
      if (only !== 'clients') items.push(...(await readProviders(pools, stores, loaded, place)));
    }
    return items;
  } finally {
    stores.close();
  }
}

/**
 * `fleet rotate --due`: lists every secret and certificate with its age, due date and last proof. Changes nothing. Exits
 * with 3 if something is due, so that a scheduler can tell that from a failed check.
 */
export async function showDue(context: Context, flags: DueFlags): Promise<CommandResult> {
  const { workspace, env } = context;
  const loaded = pickEnvironment(validConfiguration(workspace.root), flags.env);
  const { environment } = loaded;
  await callerIdentity(environment.regions[0] as string, env);
  const now = new Date();
  const items = inOrder((await readAll(loaded, flags)).map((item) => judge(item, environment.rotation, now)));
  const due = items.filter(isDue).length;
  const unknown = items.filter(({ state }) => state === 'unknown').length;
  const to = flags.out ? resolve(flags.out) : privateFolder(workspace.state, 'rotations');
  mkdirSync(to, { recursive: true });
  const page = join(to, `${environment.name}.html`);
  writeFileSync(page, duePage({ environment: environment.name, at: now, items }), { mode: 0o600 });
  return {
    data: { environment: environment.name, at: now, due, unknown, items, page },
    text: [
      describe(items),
      `${due} of ${items.length} are due${unknown > 0 ? `, and ${unknown} could not be checked` : ''}`,
      page,
    ].join('\n'),
    exitCode: unknown > 0 ? exitCodes.failed : due > 0 ? exitCodes.blocked : exitCodes.done,
  };
}
