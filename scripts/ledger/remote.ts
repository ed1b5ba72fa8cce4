import { atMost } from '../aws/at-most';
import type { StateStore } from '../aws/state-store';
import { failure, messageOf } from '../cli/errors';

/** Where a run's ledger lies in a state bucket: one object for each stretch of lines, named after the first of them. */
const prefixOf = (run: string) => `ledger/${run}/`;
const keyOf = (run: string, firstSeq: number) => `${prefixOf(run)}${String(firstSeq).padStart(9, '0')}.jsonl`;

/** The copy of a ledger in a state bucket. */
export interface RemoteLedger {
  bucket: string;
  /** The whole text. Empty when there is none. */
  text(): Promise<string>;
  /** Adds lines. Throws when there is a line with the first one's number: whoever writes it first owns the run. */
  append(firstSeq: number, lines: string): Promise<void>;
  /** The same; false when there is a line with that number. */
  tryAppend(firstSeq: number, lines: string): Promise<boolean>;
}

/** Objects read at once. */
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
        'nothing is begun that is not recorded there; what is done stays done: run the same command again',
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
          `another machine has gone on with run ${run}: ${where} has line ${firstSeq} already`,
          `see what it does: npx fleet ledger show ${run}`,
        );
    },
  };
}

/** Every run that has a ledger in the bucket, oldest first. */
export async function remoteRuns(store: StateStore): Promise<string[]> {
  const runs = (await store.list('ledger/')).flatMap(({ key }) => /^ledger\/([^/]+)\//.exec(key)?.[1] ?? []);
  return [...new Set(runs)].sort();
}
