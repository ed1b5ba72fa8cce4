import type { PoolAccess } from '../../aws/pool-access';
import type { StateStore } from '../../aws/state-store';
import { messageOf } from '../../cli/errors';
import type { ClientHolder } from '../client-secret/holder';
import { openSlots } from '../client-secret/slots';
import { readRotation, rotationKey } from '../record';
import type { Item } from './item';

/** When a secret in Secrets Manager was last changed; undefined if it does not exist. */
async function lastChange(
  config: Awaited<ReturnType<PoolAccess['access']>>,
  SecretId: string,
): Promise<Date | undefined> {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient(config);
  try {
    return (await client.send(new sdk.DescribeSecretCommand({ SecretId }))).LastChangedDate;
  } catch (error) {
    if (error instanceof sdk.ResourceNotFoundException) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/** Reads a client's secret from AWS without requesting a token. Problems go into the item; it never throws them. */
export async function readClient(
  pools: PoolAccess,
  store: StateStore | undefined,
  holder: ClientHolder,
  soakMinutes: number,
): Promise<Item> {
  const { account, region, pool, client, owner } = holder;
  const item: Item = { kind: 'client secret', name: `${pool}/${client}`, account, region, owner };
  try {
    const userPoolId = await pools.poolId(holder);
    if (!userPoolId || !store)
      return { ...item, failed: `there is no user pool ${pool}: roll out its stack` };
    const config = await pools.access(holder);
    const slots = await openSlots(config, userPoolId, holder);
    try {
      const [list, changed, record] = await Promise.all([
        slots.list(),
        lastChange(config, holder.secretName),
        readRotation(store, rotationKey('client-secret', region, `${pool}/${client}`)),
      ]);
      const dates = list.map(({ created }) => created).sort((a, b) => b.getTime() - a.getTime());
      return {
        ...item,
        ...(dates[0] && { created: dates[0] }),
        ...(record?.last && { last: record.last }),
        ...(!changed && { unmanaged: true }),
        ...(dates.length > 1 && {
          underWay: new Date((changed ?? (dates[0] as Date)).getTime() + soakMinutes * 60_000),
        }),
      };
    } finally {
      slots.close();
    }
  } catch (error) {
    return { ...item, failed: messageOf(error) };
  }
}
