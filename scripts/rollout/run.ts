import type { Environment } from '../../environments/schema';
import type { StateStores } from '../aws/state-stores';
import type { Runner } from '../cli/runner';
import type { Ledger } from '../ledger/ledger';
import type { Entry } from '../ledger/line';
import type { JoinedBoard } from './shared/join';

/** One run of `fleet rollout`, shared by all its stacks. */
export interface RolloutRun {
  environment: Environment;
  ledger: Ledger;
  /** Account whose state bucket has a copy of the ledger. */
  home: string;
  runner: Runner;
  /** ARN of the caller. */
  by: string;
  /** Commit of the project. */
  commit: string | null;
  stores: StateStores;
  /** The board shared with other runners. */
  board?: JoinedBoard;
  /** Plan stacks even if nothing has changed since they were last applied. */
  refresh: boolean;
  /** A run's ledger; undefined if it cannot be found. */
  entriesOf(run: string): Promise<readonly Entry[] | undefined>;
  /** Copies the ledger into the state bucket of its home account, once that exists. */
  connect(): Promise<void>;
  /** Folder for states that an apply could not save. */
  archive: string;
  /** Runs with a ledger on this machine, newest first. */
  localRuns(): string[];
}
