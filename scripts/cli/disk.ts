import { statfsSync } from 'node:fs';
import { FleetError, failure, messageOf } from './errors';

const room = (folder: string) => `make room on the disk of ${folder}`;
const right = (folder: string) => `make ${folder} writable, or use another folder: FLEET_DIR=/some/folder`;

/**
 * Adds a remedy to a disk error: a full disk, or one of our folders that is not writable. Returns any other error
 * unchanged, including one that already has a remedy.
 * @param folder where `fleet` writes; some system errors name no file
 */
export function explainDisk(error: unknown, folder: string): unknown {
  const {
    code = '',
    syscall,
    path: source,
    dest,
  } = (error ?? {}) as NodeJS.ErrnoException & { dest?: string };
  // For a copy, the destination is what cannot be written.
  const path = dest ?? source;
  if (error instanceof FleetError || !syscall) return error;
  const full = ['ENOSPC', 'EDQUOT'].includes(code);
  const refused = ['EROFS', 'EACCES', 'EPERM'].includes(code) && path?.startsWith(folder);
  if (!full && !refused) return error;
  return failure(
    `${path ?? `a file in ${folder}`} cannot be written: ${messageOf(error)}`,
    `${(full ? room : right)(path ?? folder)}; then run the same command again`,
    error,
  );
}

/** Too little for any more output. */
const nearlyNothing = 64 * 1024;

/** Whether a folder's disk is full: then other processes' messages about it are lost too. */
export function isDiskFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < nearlyNothing;
}
