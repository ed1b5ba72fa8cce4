import type { Environment } from '../../environments/schema';
import type { StateStores } from '../aws/state-stores';
import type { Runner } from '../cli/runner';
import type { Ledger } from '../ledger/ledger';
import type { Entry } from '../ledger/line';
import type { JoinedBoard } from './shared/join';

/** One run of `fleet rollout`: what all its stacks share. */
export interface RolloutRun {
  environment: Environment;
  ledger: Ledger;
  /** Account whose state bucket has a copy of the ledger. */
  home: string;
  runner: Runner;
  /** ARN of whoever runs it. */
  by: string;
  /** Commit of the project. */
  commit: string | null;
  stores: StateStores;
  /** What it shares with other runners. */
  board?: JoinedBoard;
  /** Stacks are planned even where nothing has changed since they were last applied. */
  refresh: boolean;
  /** A run's ledger; undefined where nobody has it. */
  entriesOf(run: string): Promise<readonly Entry[] | undefined>;
  /** Copies the ledger into the state bucket of its home account, as soon as that is there. */
  connect(): Promise<void>;
  /** Where states go that an apply could not save. */
  archive: string;
  /** Runs that have a ledger on this machine, newest first. */
  localRuns(): string[];
}
