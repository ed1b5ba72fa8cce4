import type { StateStore } from '../aws/state-store';
import { describeRunner, type Runner } from '../cli/runner';

/**
 * A lock as Terraform and OpenTofu keep it beside a state (`use_lockfile` of the S3 backend; `LockInfo` in
 * internal/states/statemgr/locker.go). Whoever creates the object holds the state; both show these fields to others.
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

/** A lock of ours: whoever finds it sees which run's ledger tells of it. */
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

/** The run of ours that says it holds a lock; undefined for every other lock. */
export const runOfLock = ({ Info }: StateLock): string | undefined =>
  Info.startsWith(info) ? Info.slice(info.length) : undefined;

/** Reads a lock. What cannot be read is somebody's lock all the same. */
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
