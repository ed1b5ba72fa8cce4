import type { Environment } from '../../environments/schema';
import { type BucketUse, openBucket, openBucketForFoundation } from './state-bucket';
import type { StateStore } from './state-store';

/** The state buckets of an environment's accounts, each opened once for each role. */
export interface StateStores {
  /** An account's bucket, to change what is in it; undefined as long as its foundation has not made it. */
  of(stack: { account: string; stack: string }): Promise<StateStore | undefined>;
  close(): void;
}

/** Opens state buckets when they are asked for. One that is not there yet is asked for again the next time. */
export function stateStores(environment: Environment, use: BucketUse = 'change'): StateStores {
  const opened = new Map<string, Promise<StateStore | undefined>>();
  return {
    async of({ account, stack }) {
      // The deploy role may not write what steers the bootstrap role.
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
