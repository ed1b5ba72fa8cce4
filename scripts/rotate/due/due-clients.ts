import { rotateRole } from '../../../environments/names';
import type { Environment } from '../../../environments/schema';
import { poolAccess } from '../../aws/pool-access';
import { stateStores } from '../../aws/state-stores';
import { failure } from '../../cli/errors';
import type { ClientHolder } from '../client-secret/holder';
import { isDue, judge } from './judge';
import { readClient } from './read-clients';

/** Those clients whose secret is due for rotation, or whose rotation is to be ended. Throws where one cannot be told. */
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
      if (judged.state === 'unknown')
        throw failure(`${holder.region} ${item.name}: ${judged.why}`, 'see all: npx fleet rotate --due');
      if (isDue(judged)) due.push(holder);
    }
    return due;
  } finally {
    stores.close();
  }
}
