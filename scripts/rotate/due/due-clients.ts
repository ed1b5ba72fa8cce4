import { rotateRole } from '../../../environments/names';
import type { Environment } from '../../../environments/schema';
import { poolAccess } from '../../aws/pool-access';
import { stateStores } from '../../aws/state-stores';
import type { ClientHolder } from '../client-secret/holder';
import { isDue, judge } from './judge';
import { readClient } from './read-clients';

/** Those clients whose secret is due for rotation, whose rotation is to be ended, or of which nothing can be told. */
export async function dueClients(
  environment: Environment,
  holders: readonly ClientHolder[],
  soakMinutes: number,
): Promise<ClientHolder[]> {
  const stores = stateStores(environment, 'rotate');
  const pools = poolAccess(environment, rotateRole(environment));
  const due: ClientHolder[] = [];
  try {
    for (const holder of holders) {
      const store = await stores.of({ account: holder.account, stack: '' });
      const item = await readClient(pools, store, holder, soakMinutes);
      const judged = judge(item, environment.rotation, new Date());
      // Rotating one that cannot be looked at says why, and holds up no other of its region.
      if (isDue(judged) || judged.state === 'unknown') due.push(holder);
    }
    return due;
  } finally {
    stores.close();
  }
}
