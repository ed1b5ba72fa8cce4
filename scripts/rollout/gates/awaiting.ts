import { stateKey } from '../../../environments/names';
import { parseRecord, recordKey } from '../../applied/record';
import type { StateStores } from '../../aws/state-stores';
import type { StackInfo } from '../../selection/stacks';

/** Stacks whose wave has passed: nothing is to be asked of them again before they are applied anew. */
export async function passGate(
  stores: Pick<StateStores, 'of'>,
  stacks: readonly Pick<StackInfo, 'account' | 'region' | 'stack'>[],
): Promise<void> {
  await Promise.all(
    stacks.map(async (stack) => {
      const store = await stores.of(stack);
      const key = recordKey(stateKey(stack.region, stack.stack));
      const found = await store?.read(key);
      if (!store || !found) return;
      const record = parseRecord(found.text);
      if (!record?.applied?.awaitsGate) return;
      const { awaitsGate: _, ...applied } = record.applied;
      // Whoever has changed it meanwhile has a gate of its own.
      await store.write(key, `${JSON.stringify({ ...record, applied }, null, 2)}\n`, found.etag);
    }),
  );
}
