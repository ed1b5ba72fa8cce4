import type { PoolAccess } from '../aws/pool-access';
import type { Context } from '../cli/context';
import { type PushEnd, pushSecret } from './push-secret';
import type { SecretHolder } from './secret-holders';

/** Pushes every secret, one after the other. A failure at one provider does not stop the rest. */
export async function pushSecrets(
  { interrupt, say }: Pick<Context, 'interrupt' | 'say'>,
  pools: PoolAccess,
  holders: readonly SecretHolder[],
): Promise<(SecretHolder & PushEnd)[]> {
  const ends: (SecretHolder & PushEnd)[] = [];
  for (const holder of holders) {
    const end: PushEnd = interrupt.signal.aborted
      ? { outcome: 'not started', reason: 'interrupted' }
      : await pushSecret(pools, holder);
    say(`${holder.account} ${holder.region} ${holder.pool} ${holder.provider}: ${end.outcome}`);
    ends.push({ ...holder, ...end });
  }
  return ends;
}
