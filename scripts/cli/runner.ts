import { readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { processIdentity } from './process-identity';

/** A process of ours, so that others can tell whether it is still there. */
export interface Runner {
  host: string;
  user: string;
  pid: number;
  /** `processIdentity` of the process: numbers are used again, and on Linux it names the boot of the machine. */
  identity: string;
  /** Whose process numbers these are: containers of one machine have their own. Empty where there is only one kind. */
  pidNamespace: string;
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** This process. */
export const thisRunner = (): Runner => ({
  host: hostname(),
  user: userInfo().username,
  pid: process.pid,
  identity: processIdentity(process.pid) ?? 'unknown',
  pidNamespace: pidNamespace(),
});

/** `ada@laptop (process 4711)` */
export const describeRunner = ({ user, host, pid }: Runner): string => `${user}@${host} (process ${pid})`;

/** The boot that a Linux process identity names; elsewhere nothing. */
const bootOf = (identity: string) => (/^[0-9a-f-]{36} \d+$/.test(identity) ? identity.split(' ')[0] : '');

/**
 * Whether a runner is proven to be gone. Only a process of this very boot of this machine, numbered as ours are, can be
 * looked up; of all others nothing is known, and they may be at work.
 * @param here this process
 * @param identityOf what is known now of a process number
 */
export function isGone(
  { host, pid, identity, pidNamespace }: Runner,
  here: Runner = thisRunner(),
  identityOf: (pid: number) => string | undefined = processIdentity,
): boolean {
  const same = host === here.host && pidNamespace === here.pidNamespace;
  return same && bootOf(identity) === bootOf(here.identity) && identityOf(pid) !== identity;
}
