import type { StackInfo } from '../selection/stacks';
import type { Change, Counts } from '../terraform/changes';
import type { StackSession } from '../terraform/session';
import type { RolloutRun } from './run';
import type { StackReview } from './stack-review';

/** Whether a stack was changed, and by how much. */
export interface StackRollout {
  /**
   * `skipped`: nothing has changed since it was last applied, so it was not planned. `elsewhere`: rolled out by another
   * runner.
   */
  outcome: 'applied' | 'unchanged' | 'skipped' | 'elsewhere';
  counts: Counts;
  /** The run that did it, if another one. */
  run?: string;
}

/** What rolling out a stack takes. */
export interface StackJob {
  session: StackSession;
  stack: StackInfo;
  run: RolloutRun;
  /** Hash of the stack's synthesized content. */
  content: string;
  /** Its synthesized folder. */
  synthesized: string;
  /** ID of the state lock recorded in the ledger for this attempt. */
  lock: string;
  /** What a plan destroys without having been named: if there is any, nothing is applied. */
  unnamed(changes: readonly Change[]): string[];
  /** Waits until this stack may change something; throws if by then nothing more may. */
  turn(): Promise<void>;
  /** The review made before the rollout began. */
  review: StackReview;
  /** Writes a fact into the ledger. */
  note(fact: object): void;
}
