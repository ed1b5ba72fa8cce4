import { join } from 'node:path';
import { messageOf } from '../cli/errors';
import { privateFolder } from '../cli/workspace';
import { type LedgerFile, type NewEntry, openLedgerFile } from './ledger-file';
import type { Entry } from './line';
import type { RemoteLedger } from './remote';

/** The folder of all ledgers of a state folder. */
export const ledgerFolder = (state: string): string => privateFolder(state, 'ledger');

/** A run's ledger on this machine. */
export const ledgerPath = (state: string, run: string): string => join(ledgerFolder(state), `${run}.jsonl`);

/**
 * The journal of one run: on this machine's disk line by line, and in a state bucket before anything starts. Intent
 * is written before an act, its result after.
 */
export class Ledger {
  readonly #file: LedgerFile;
  #remote: RemoteLedger | undefined;
  /** Number of lines in the bucket. */
  #copied: number;
  #copying: Promise<void> = Promise.resolve();
  #failed: unknown;

  /** @param copied how many lines are already in the bucket */
  constructor(
    readonly run: string,
    file: LedgerFile,
    copied = 0,
  ) {
    this.#file = file;
    this.#copied = copied;
  }

  get entries(): readonly Entry[] {
    return this.#file.entries;
  }

  /** From now on every line also goes to the bucket, starting with those that it lacks. */
  async connect(remote: RemoteLedger): Promise<void> {
    this.#remote = remote;
    await this.settled();
  }

  get connected(): boolean {
    return this.#remote !== undefined;
  }

  /** Writes a line to disk. Throws if that fails, or if an earlier line did not reach the bucket. */
  record(entry: NewEntry): void {
    if (this.#failed) throw this.#failed;
    this.#file.append(entry);
  }

  /** Writes a line and waits until it is in the bucket: before an act, and after its result. */
  async recordSafely(entry: NewEntry): Promise<void> {
    this.record(entry);
    await this.settled();
  }

  /**
   * Records a fact about something that is running and must not be disturbed. Never throws: on failure, the
   * next `record` does.
   */
  note(step: string, data: Entry['data']): void {
    try {
      this.record({ type: 'note', step, data });
    } catch (error) {
      this.#failed ??= error;
    }
    void this.settled().catch(() => {});
  }

  /** Copies all lines that the bucket lacks, one copy at a time, with all lines added meanwhile. */
  settled(): Promise<void> {
    this.#copying = this.#copying.then(
      () => this.#copy(),
      () => this.#copy(),
    );
    return this.#copying;
  }

  async #copy(): Promise<void> {
    if (this.#failed) throw this.#failed;
    const upTo = this.entries.length;
    if (!this.#remote || this.#copied >= upTo) return;
    const lines = this.#file.linesFrom(this.#copied + 1);
    try {
      await this.#remote.append(this.#copied + 1, lines.join(''));
      this.#copied = upTo;
    } catch (error) {
      // Later lines would leave a gap.
      this.#failed = error;
      throw error;
    }
  }

  /**
   * Records how the run ended. A failed copy is reported, not thrown: the results themselves
   * are in the applied records.
   */
  async close(outcome: string, say: (line: string) => void): Promise<void> {
    try {
      await this.recordSafely({ type: 'close', data: { outcome } });
    } catch (error) {
      say(messageOf(error));
    }
    this.#file.close();
  }
}

/** Begins the ledger of a new run. Throws if it cannot be written. */
export function beginLedger(state: string, run: string, data: Entry['data']): Ledger {
  const ledger = new Ledger(run, openLedgerFile(ledgerPath(state, run)));
  ledger.record({ type: 'run', data });
  return ledger;
}
