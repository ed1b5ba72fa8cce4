import { atMost } from '../aws/at-most';
import type { StateStore } from '../aws/state-store';
import { failure, messageOf } from '../cli/errors';

/** Where a run's ledger is in a state bucket: one object per batch of lines, named after the first. */
const prefixOf = (run: string) => `ledger/${run}/`;
const keyOf = (run: string, firstSeq: number) => `${prefixOf(run)}${String(firstSeq).padStart(9, '0')}.jsonl`;

/** The copy of a ledger in a state bucket. */
export interface RemoteLedger {
  bucket: string;
  /** The whole text; empty if there is none. */
  text(): Promise<string>;
  /** Adds lines. Throws if the first one's number is taken: the first writer owns the run. */
  append(firstSeq: number, lines: string): Promise<void>;
  /** The same, but returns false if that number is taken. */
  tryAppend(firstSeq: number, lines: string): Promise<boolean>;
}

/** Objects read concurrently. */
const atOnce = 8;

/** A run's ledger in a state bucket. */
export function remoteLedger(store: StateStore, run: string): RemoteLedger {
  const where = `s3://${store.bucket}/${prefixOf(run)}`;
  const tryAppend = async (firstSeq: number, lines: string): Promise<boolean> => {
    try {
      return (await store.write(keyOf(run, firstSeq), lines, undefined)) !== undefined;
    } catch (error) {
      throw failure(
        `the ledger of ${run} cannot be copied to ${where}: ${messageOf(error)}`,
        'nothing starts that is not recorded there; completed work is kept: run the same command again',
        error,
      );
    }
  };
  return {
    bucket: store.bucket,
    async text() {
      const keys = (await store.list(prefixOf(run))).map(({ key }) => key).sort();
      const limited = atMost(atOnce);
      const parts = await Promise.all(keys.map((key) => limited(() => store.read(key))));
      return parts.map((part) => part?.text ?? '').join('');
    },
    tryAppend,
    async append(firstSeq, lines) {
      if (!(await tryAppend(firstSeq, lines)))
        throw failure(
          `another machine has continued run ${run}: ${where} already has line ${firstSeq}`,
          `see what it does: npx fleet ledger show ${run}`,
        );
    },
  };
}

/** Every run with a ledger in the bucket, oldest first. */
export async function remoteRuns(store: StateStore): Promise<string[]> {
  const runs = (await store.list('ledger/')).flatMap(({ key }) => /^ledger\/([^/]+)\//.exec(key)?.[1] ?? []);
  return [...new Set(runs)].sort();
}
