import type { LoadedEnvironment } from '../../../environments/schema';
import type { Context } from '../../cli/context';
import { homeOf } from '../../rollout/begin-run';
import { withRotation } from '../../rotate/begin';
import { clientHolders } from '../../rotate/client-secret/client-holders';
import { holderName } from '../../rotate/client-secret/holder';
import type { Retiring } from './finish';

/**
 * Runs work that retires secrets of these tenants' clients. It uses a rotation's own ledger, since the rotate role can
 * write no other. If no tenant has such a client, no rotation is started.
 */
export async function whileRetiring<T>(
  context: Context,
  loaded: LoadedEnvironment,
  { tenants, by }: { tenants: readonly string[]; by: string },
  work: (retiring: Retiring | undefined) => Promise<{ result: T; done: boolean }>,
): Promise<T> {
  const { environment } = loaded;
  const holders = clientHolders(loaded).filter(({ tenant }) => tenant && tenants.includes(tenant));
  if (holders.length === 0) return (await work(undefined)).result;
  const request = {
    command: 'rotate client-secret',
    environment: environment.name,
    home: homeOf(environment, holders),
    secrets: holders.map(holderName),
  };
  return withRotation(context, { environment, request, resume: undefined, by }, async (rotation) => {
    const { result, done } = await work({ rotation, holders });
    return { result, outcome: done ? 'done' : 'failed' };
  });
}
