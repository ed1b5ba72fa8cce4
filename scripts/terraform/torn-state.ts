import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { parseStateFile, type StateFile } from './state-file';

/** The state in a file: `torn` if it is not JSON, such as half of a state; undefined if there is no file. */
function stateIn(file: string): StateFile | 'torn' | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  try {
    JSON.parse(text);
  } catch {
    return 'torn';
  }
  return parseStateFile(text);
}

/** Replaces a torn state with its backup; the torn file is kept beside it. */
function replaceTorn(local: string): void {
  const backup = stateIn(`${local}.backup`);
  renameSync(local, `${local}.torn`);
  if (!backup || backup === 'torn') return;
  copyFileSync(`${local}.backup`, `${local}.new`);
  renameSync(`${local}.new`, local);
}

/**
 * Recovers states damaged by a full disk, once copies are archived. Throws for a state that this version
 * cannot read.
 * @param errored a state that could not be saved. Half of one is removed, since what was created can be found in AWS. If
 * it belongs to a foundation whose state is still in its folder, it replaces that.
 * @param local that foundation's state. Half of one is replaced with the one before that apply.
 * @returns whether a state remains that has to be pushed by hand
 */
export function settleStates(errored: string, local: string): boolean {
  const unsaved = stateIn(errored);
  const here = stateIn(local);
  if (unsaved === 'torn') rmSync(errored);
  if (unsaved && unsaved !== 'torn' && here) {
    const follows = here === 'torn' || (unsaved.lineage === here.lineage && unsaved.serial >= here.serial);
    if (!follows) return true;
    renameSync(errored, local);
    return false;
  }
  if (here === 'torn') replaceTorn(local);
  return unsaved !== undefined && unsaved !== 'torn';
}
