import type { Environment } from '../../environments/schema';
import type { PoolAccess } from '../aws/pool-access';
import type { StateStores } from '../aws/state-stores';
import type { Runner } from '../cli/runner';
import type { Ledger } from '../ledger/ledger';
import type { Entry } from '../ledger/line';

/** A run that rotates secrets: what all rotations share. */
export interface RotationRun {
  environment: Environment;
  ledger: Ledger;
  runner: Runner;
  /** ARN of the identity that runs it. */
  by: string;
  /** State buckets, which record who rotates what. */
  stores: StateStores;
  /** Access with the rotate role. */
  pools: PoolAccess;
  /** A run's ledger; undefined if there is none. */
  entriesOf(run: string): Promise<readonly Entry[] | undefined>;
  /** Command line that resumes a run. */
  resume(run: string): string;
  /** Aborts when nothing new may start. */
  signal: AbortSignal;
  /** Waits this many milliseconds. */
  pause(ms: number): Promise<void>;
  now(): Date;
}
