import type { StateStore } from '../aws/state-store';
import { describeRunner, type Runner } from '../cli/runner';

/**
 * A lock as Terraform and OpenTofu store it beside a state (`use_lockfile` of the S3 backend; `LockInfo` in
 * internal/states/statemgr/locker.go). Creating the object takes the lock; both tools show these fields to others.
 */
export interface StateLock {
  ID: string;
  Operation: string;
  Info: string;
  Who: string;
  Version: string;
  Created: string;
  Path: string;
}

/** The lock object of a state. */
export const lockKey = (stateKey: string): string => `${stateKey}.tflock`;

const info = 'identity-fleet run ';

/** One of our locks, which names the run, and so the ledger, that it belongs to. */
export const ourLock = (
  { id, run, runner, at }: { id: string; run: string; runner: Runner; at: Date },
  { bucket }: Pick<StateStore, 'bucket'>,
  stateKey: string,
): StateLock => ({
  ID: id,
  Operation: 'OperationTypeApply',
  Info: `${info}${run}`,
  Who: describeRunner(runner),
  Version: '',
  Created: at.toISOString(),
  Path: `${bucket}/${stateKey}`,
});

/** The run named in one of our locks; undefined for any other lock. */
export const runOfLock = ({ Info }: StateLock): string | undefined =>
  Info.startsWith(info) ? Info.slice(info.length) : undefined;

/** Parses a lock. An unreadable one still counts as a lock, of an unknown holder. */
export function parseLock(text: string): StateLock {
  const unknown = 'unknown';
  let given: Partial<StateLock> = {};
  try {
    given = JSON.parse(text);
  } catch {}
  const field = (name: keyof StateLock) => (typeof given?.[name] === 'string' ? given[name] : unknown);
  return {
    ID: field('ID'),
    Operation: field('Operation'),
    Info: typeof given?.Info === 'string' ? given.Info : '',
    Who: field('Who'),
    Version: field('Version'),
    Created: field('Created'),
    Path: field('Path'),
  };
}
