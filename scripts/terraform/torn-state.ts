import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { parseStateFile, type StateFile } from './state-file';

/** What is in a file of a state: `torn` where it is no JSON, such as half of a state; undefined where it is none. */
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

/** Puts a state in the place of a torn one, which is kept beside for whoever wants to look. */
function replaceTorn(local: string): void {
  const backup = stateIn(`${local}.backup`);
  renameSync(local, `${local}.torn`);
  if (!backup || backup === 'torn') return;
  copyFileSync(`${local}.backup`, `${local}.new`);
  renameSync(`${local}.new`, local);
}

/**
 * Makes the best of what a full disk has left of states, once copies are archived. Throws for a state that this version
 * cannot read.
 * @param errored a state that could not be saved. Half of one is removed: what was made is found in AWS. Where it belongs
 * to a foundation whose state is still in its folder, it takes its place.
 * @param local that foundation's state. In the place of half of one comes the one before that apply.
 * @returns whether a state is left that somebody has to push
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
