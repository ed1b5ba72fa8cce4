import type { Environment } from '../../environments/schema';
import type { PoolAccess } from '../aws/pool-access';
import type { StateStores } from '../aws/state-stores';
import type { Runner } from '../cli/runner';
import type { Ledger } from '../ledger/ledger';
import type { Entry } from '../ledger/line';

/** One run that rotates secrets: what all of them share. */
export interface RotationRun {
  environment: Environment;
  ledger: Ledger;
  runner: Runner;
  /** ARN of whoever runs it. */
  by: string;
  /** State buckets, which remember who rotates what. */
  stores: StateStores;
  /** Access with the rotate role. */
  pools: PoolAccess;
  /** A run's ledger; undefined where nobody has it. */
  entriesOf(run: string): Promise<readonly Entry[] | undefined>;
  /** Command line that goes on with a run. */
  resume(run: string): string;
  /** Aborts when nothing new is to be begun. */
  signal: AbortSignal;
  /** Waits so many milliseconds. */
  pause(ms: number): Promise<void>;
  now(): Date;
}
