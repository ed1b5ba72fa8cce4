import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, messageOf } from '../cli/errors';
import { privateFolder } from '../cli/workspace';

/** Where Terraform leaves a state that it could not save. */
export const erroredState = 'errored.tfstate';

/** The folder of all states that could not be saved, by stack. We never remove them. */
export const erroredFolder = (state: string): string => privateFolder(state, 'errored');

/**
 * Copies a state that could not be saved to a safe place: the work folder is cleared before every run.
 * @param archive `erroredFolder`
 * @returns the copy's path; undefined if there is no such state
 */
export function archiveErroredState(folder: string, archive: string, stack: string): string | undefined {
  const file = join(folder, erroredState);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file);
  // Named by content: it is checked before every run, but copied once.
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const copy = join(privateFolder(archive, stack), `${name}.tfstate`);
  if (!existsSync(copy)) {
    // Atomically: on a full disk, half of it would otherwise pass for the copy from then on.
    writeFileSync(`${copy}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${copy}.new`, copy);
  }
  return copy;
}

/** The error about a state that could not be saved. @param copy where it is */
export const stateUnsaved = (stack: string, environment: string, copy: string, cause?: unknown) =>
  failure(
    `${cause ? `${messageOf(cause)}\n` : ''}an apply of ${stack} could not save its state; it is in ${copy}`,
    `push it first, which says what it will overwrite: npx fleet state push --env ${environment} --stack ${stack}`,
    cause,
  );
