import { readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { processIdentity } from './process-identity';

/** A `fleet` process, identified so that others can tell whether it still runs. */
export interface Runner {
  host: string;
  user: string;
  pid: number;
  /** `processIdentity` of the process: ids are reused, and on Linux it identifies the machine's boot. */
  identity: string;
  /** The pid namespace, since each container on a machine has its own. Empty if there are no namespaces. */
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

/** The boot in a Linux process identity; empty elsewhere. */
const bootOf = (identity: string) => (/^[0-9a-f-]{36} \d+$/.test(identity) ? identity.split(' ')[0] : '');

/**
 * Whether a runner is proven to be gone. Only processes of the current boot of this machine, in our pid namespace, can
 * be looked up; any other may still be running.
 * @param here this process
 * @param identityOf looks up the current identity of a process id
 */
export function isGone(
  { host, pid, identity, pidNamespace }: Runner,
  here: Runner = thisRunner(),
  identityOf: (pid: number) => string | undefined = processIdentity,
): boolean {
  const same = host === here.host && pidNamespace === here.pidNamespace;
  return same && bootOf(identity) === bootOf(here.identity) && identityOf(pid) !== identity;
}
