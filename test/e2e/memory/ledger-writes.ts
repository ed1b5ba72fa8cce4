import fs from 'node:fs';
import { join } from 'node:path';

/** A write to a ledger at which `fleet` kills itself. */
export interface LedgerKill {
  what: 'ledger';
  /** The line, as named by `writeOf`. */
  write: string;
  /** After the line is on disk, or before its first byte is written. */
  safe: boolean;
  /** Terraform is killed right after `fleet`; otherwise it continues. */
  terraform: boolean;
}

export const describeLedgerKill = ({ write, safe, terraform }: LedgerKill): string =>
  `fleet${terraform ? ', then terraform,' : ''} ${safe ? 'after' : 'before'} line "${write}" of its ledger`;

/** Names a line of a ledger, a note by its first field. A line has the same name in every run, whatever its number. */
function writeOf(line: string): string | undefined {
  try {
    const { seq, type, step, data } = JSON.parse(line);
    if (typeof seq !== 'number') return undefined;
    const what = type === 'note' ? Object.keys(data)[0] : undefined;
    return [type, step, what, ...Object.keys(data?.created ?? {})].filter(Boolean).join(' ');
  } catch {
    return undefined;
  }
}

/** Names of all lines of the ledgers in a state folder. */
export function writesIn(state: string): string[] {
  const folder = join(state, 'ledger');
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const lines = files.flatMap((name) => fs.readFileSync(join(folder, name), 'utf8').split('\n'));
  return lines.flatMap((line) => writeOf(line) ?? []);
}

/**
 * Kills this process at the first of these writes, and reports on standard error which one.
 * @public called in the process that is killed (`runAndDie`)
 */
export function dieAt(kills: readonly LedgerKill[]): void {
  const { writeSync, fsyncSync } = fs;
  const die = (kill: LedgerKill) => {
    writeSync(2, `\n${describeLedgerKill(kill)}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
  let dying: LedgerKill | undefined;
  const hooks = {
    writeSync(...given: Parameters<typeof fs.writeSync>) {
      const write = writeOf(String(given[1]).trimEnd());
      const here = kills.filter((kill) => kill.write === write);
      const before = here.find(({ safe }) => !safe);
      if (before) die(before);
      [dying] = here;
      return writeSync(...given);
    },
    fsyncSync(descriptor: number) {
      fsyncSync(descriptor);
      if (dying) die(dying);
    },
  };
  Object.assign(fs, hooks);
}
