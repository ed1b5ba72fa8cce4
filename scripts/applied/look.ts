import { stateKey } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { atMost } from '../aws/at-most';
import { openBucket } from '../aws/state-bucket';
import type { StateStore } from '../aws/state-store';
import type { StackInfo } from '../selection/stacks';
import type { Purpose } from '../terraform/work-folder';
import { parseRecord, recordKey, type StackRecord } from './record';

/** Objects read concurrently, one request each. */
const atOnce = 16;

/** A stack's record, and its current state's ETag. */
export interface Remembered {
  record: StackRecord | undefined;
  /** ETag of its state object; undefined if there is none. */
  etag: string | undefined;
}

async function inBucket(store: StateStore, stacks: readonly StackInfo[]): Promise<[string, Remembered][]> {
  const etags = new Map((await store.list()).map(({ key, etag }) => [key, etag]));
  const limited = atMost(atOnce);
  return Promise.all(
    stacks.map(async ({ id, region, stack }): Promise<[string, Remembered]> => {
      const key = stateKey(region, stack);
      const at = recordKey(key);
      const stored = etags.has(at) ? await limited(() => store.read(at)) : undefined;
      return [id, { record: stored && parseRecord(stored.text), etag: etags.get(key) }];
    }),
  );
}

/** Records of stacks by id, at the cost of one listing per bucket and one small object per stack. */
export async function remembered(
  environment: Environment,
  purpose: Purpose,
  stacks: readonly StackInfo[],
): Promise<Map<string, Remembered>> {
  const accounts = [...new Set(stacks.map(({ account }) => account))];
  const found = await Promise.all(
    accounts.map(async (account) => {
      const store = await openBucket(environment, account, purpose);
      if (!store) return [];
      try {
        return await inBucket(
          store,
          stacks.filter((stack) => stack.account === account),
        );
      } finally {
        store.close();
      }
    }),
  );
  return new Map(found.flat());
}
