import { statfsSync } from 'node:fs';
import { FleetError, failure, messageOf } from './errors';

const room = (folder: string) => `make room on the disk of ${folder}`;
const right = (folder: string) =>
  `make it possible to write ${folder}, or work in a folder of your own: FLEET_DIR=/some/folder`;

/**
 * What to do about an error of the disk: a full one, or a folder of ours that cannot be written. Any other error comes
 * back as it is, and so does one that says already what to do.
 * @param folder where `fleet` writes; some errors of the system name no file
 */
export function explainDisk(error: unknown, folder: string): unknown {
  const {
    code = '',
    syscall,
    path: source,
    dest,
  } = (error ?? {}) as NodeJS.ErrnoException & { dest?: string };
  // Of a copy, what cannot be written is where it goes to.
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

/** Too little for another page of output. */
const nearlyNothing = 64 * 1024;

/** Whether the disk of a folder has no room left: then other processes' words about it are lost, too. */
export function isDiskFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < nearlyNothing;
}
