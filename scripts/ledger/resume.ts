import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { usageError } from '../cli/errors';
import { thisRunner } from '../cli/runner';
import { Ledger, ledgerPath } from './ledger';
import { openLedgerFile } from './ledger-file';
import { parseLedger } from './line';
import type { RemoteLedger } from './remote';

const wholeLines = (text: string): string[] => {
  const { length } = parseLedger(text);
  return Buffer.from(text)
    .subarray(0, length)
    .toString()
    .split(/(?<=\n)/)
    .filter(Boolean);
};

/** How a ledger on this disk compares with its copy in the bucket. */
export interface Reconciled {
  /** Number of lines that both have. */
  common: number;
  /** Lines that only this disk has, after the common ones. */
  onlyHere: string[];
  /** Lines that only the bucket has. */
  onlyThere: string[];
}

/** Compares two copies of a ledger, line by line, ignoring torn lines. */
export function reconcile(here: string, there: string): Reconciled {
  const [mine, theirs] = [wholeLines(here), wholeLines(there)];
  let common = 0;
  while (common < mine.length && mine[common] === theirs[common]) common++;
  return { common, onlyHere: mine.slice(common), onlyThere: theirs.slice(common) };
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Replaces lines that only this disk has with the bucket's; the replaced ones are kept in a separate file. */
function takeTheirs(file: string, there: string, onlyHere: readonly string[]): void {
  if (onlyHere.length > 0) writeFileSync(`${file}.replaced`, onlyHere.join(''), { flag: 'a', mode: 0o600 });
  writeFileSync(`${file}.new`, wholeLines(there).join(''), { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/**
 * Continues a run, on this machine or another: its ledger is the combination of this disk's and the bucket's. Adding
 * the `resume` line to the bucket takes ownership of the run; an earlier runner that is still alive stops at its next
 * line. Throws a usage error if neither has the ledger, or if the run has ended.
 * @param remote the copy in the bucket; undefined while there is no bucket yet
 */
export async function resumeLedger(
  state: string,
  run: string,
  remote: RemoteLedger | undefined,
  say: (line: string) => void,
): Promise<Ledger> {
  const file = ledgerPath(state, run);
  const there = (await remote?.text()) ?? '';
  const { common, onlyHere, onlyThere } = reconcile(textOf(file), there);
  if (common + onlyHere.length + onlyThere.length === 0)
    throw usageError(`there is no run ${run}`, 'list the runs: npx fleet ledger list --env <name>');
  if (onlyThere.length > 0) {
    takeTheirs(file, there, onlyHere);
    if (onlyHere.length > 0)
      say(
        `another machine has continued run ${run} from line ${common + 1}: its lines count, ours are in ${file}.replaced`,
      );
  }
  const opened = openLedgerFile(file);
  const closed = opened.entries.find(({ type, data }) => type === 'close' && data.outcome === 'done');
  if (closed) {
    opened.close();
    throw usageError(`run ${run} has ended: everything is done`, 'start a new one: leave out --resume');
  }
  const ledger = new Ledger(run, opened, common + onlyThere.length);
  ledger.record({ type: 'resume', data: { runner: thisRunner(), fence: fenceOf(opened.entries) + 1 } });
  if (remote) await ledger.connect(remote);
  return ledger;
}

/** How often a run has changed hands: the holder with the highest number owns it. */
export const fenceOf = (entries: Ledger['entries']): number =>
  entries.filter(({ type }) => type === 'resume').length;
