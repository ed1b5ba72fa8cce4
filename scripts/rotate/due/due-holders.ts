import { rotateRole } from '../../../environments/names';
import type { Environment, LoadedEnvironment } from '../../../environments/schema';
import { callerIdentity } from '../../aws/credentials';
import { type PoolAccess, poolAccess } from '../../aws/pool-access';
import { type StateStores, stateStores } from '../../aws/state-stores';
import type { Context } from '../../cli/context';
import type { ClientHolder } from '../client-secret/holder';
import type { SecretHolder } from '../federation-secret/secret-holders';
import type { Item } from './item';
import { isDue, judge } from './judge';
import { readClient } from './read-clients';
import { readFederationSecret } from './read-federation';

/** Reads the state of a holder's secret from AWS. */
type Read<H> = (pools: PoolAccess, stores: StateStores, holder: H) => Promise<Item>;

/** Holders whose secret is due, whose rotation can be completed, or whose state is unknown. */
async function dueAmong<H>(
  { env }: Pick<Context, 'env'>,
  environment: Environment,
  holders: readonly H[],
  read: Read<H>,
): Promise<H[]> {
  // Without credentials, every state would be unknown, and all would count as due.
  await callerIdentity(environment.regions[0] as string, env);
  const stores = stateStores(environment, 'rotate');
  const pools = poolAccess(environment, rotateRole(environment));
  const due: H[] = [];
  try {
    for (const holder of holders) {
      const judged = judge(await read(pools, stores, holder), environment.rotation, new Date());
      // Rotating one whose state is unknown reports why, and does not hold up the rest of its region.
      if (isDue(judged) || judged.state === 'unknown') due.push(holder);
    }
    return due;
  } finally {
    stores.close();
  }
}

/** App clients that need attention now. */
export const dueClients = (
  context: Pick<Context, 'env'>,
  environment: Environment,
  holders: readonly ClientHolder[],
  soakMinutes: number,
) =>
  dueAmong(context, environment, holders, async (pools, stores, holder) => {
    const store = await stores.of({ account: holder.account, stack: '' });
    return readClient(pools, store, holder, soakMinutes);
  });

/** Identity providers that need attention now. */
export const dueProviders = (
  context: Pick<Context, 'env'>,
  loaded: LoadedEnvironment,
  holders: readonly SecretHolder[],
) =>
  dueAmong(context, loaded.environment, holders, (pools, stores, holder) =>
    readFederationSecret(pools, stores, loaded, holder),
  );
