import type { Environment } from '../../environments/schema';
import { type BucketUse, openBucket, openBucketForFoundation } from './state-bucket';
import type { StateStore } from './state-store';

/** The state buckets of an environment's accounts, each opened once per role. */
export interface StateStores {
  /** An account's bucket, opened for changes; undefined until its foundation has created it. */
  of(stack: { account: string; stack: string }): Promise<StateStore | undefined>;
  close(): void;
}

/** Opens state buckets on first use. A bucket that does not exist yet is looked up again next time. */
export function stateStores(environment: Environment, use: BucketUse = 'change'): StateStores {
  const opened = new Map<string, Promise<StateStore | undefined>>();
  return {
    async of({ account, stack }) {
      // The deploy role may not write anything that controls the bootstrap role.
      const isFoundation = stack === 'foundation';
      const key = `${account} ${isFoundation}`;
      const known = opened.get(key);
      if (known) return known;
      const opening = isFoundation
        ? openBucketForFoundation(environment, account)
        : openBucket(environment, account, use);
      opened.set(key, opening);
      const forget = () => void opened.delete(key);
      opening.then((store) => store ?? forget(), forget);
      return opening;
    },
    close() {
      for (const opening of opened.values()) opening.then((store) => store?.close()).catch(() => {});
    },
  };
}
