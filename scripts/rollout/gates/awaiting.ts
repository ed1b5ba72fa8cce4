import { stateKey } from '../../../environments/names';
import { parseRecord, recordKey } from '../../applied/record';
import type { StateStores } from '../../aws/state-stores';
import type { StackInfo } from '../../selection/stacks';

/** Marks stacks whose wave has passed: they need no gate again until they are next applied. */
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
      // If another run has changed it meanwhile, that run has its own gate.
      await store.write(key, `${JSON.stringify({ ...record, applied }, null, 2)}\n`, found.etag);
    }),
  );
}
