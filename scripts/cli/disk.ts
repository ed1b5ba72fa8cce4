import { statfsSync } from 'node:fs';
import { FleetError, failure, messageOf } from './errors';

const room = (folder: string) => `make room on the disk of ${folder}`;
const right = (folder: string) =>
  `make ${folder} writable, or work in another folder: FLEET_DIR=/some/folder`;

/** What mends a disk, by the system's word for what is wrong with it. */
const remedies: Readonly<Record<string, (folder: string) => string>> = {
  ENOSPC: room,
  EDQUOT: room,
  EROFS: right,
  EACCES: right,
  EPERM: right,
};

/**
 * What to do about an error of the disk: a full one, or a folder that cannot be written. Any other error comes back as it
 * is, and so does one that says already what to do.
 * @param folder where `fleet` writes; some errors of the system name no file
 */
export function explainDisk(error: unknown, folder: string): unknown {
  const { code = '', syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  const remedy = remedies[code];
  if (error instanceof FleetError || !remedy || (!syscall && !path)) return error;
  const where = path ? '' : ` in ${folder}`;
  return failure(
    `a file${where} cannot be written: ${messageOf(error)}`,
    `${remedy(folder)}; then run the same command again`,
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
