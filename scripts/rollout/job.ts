import type { StackInfo } from '../selection/stacks';
import type { Change, Counts } from '../terraform/changes';
import type { StackSession } from '../terraform/session';
import type { RolloutRun } from './run';
import type { StackReview } from './stack-review';

/** Whether a stack was changed, and by how much. */
export interface StackRollout {
  /**
   * `skipped`: nothing has changed since it was last applied, so it was not planned. `elsewhere`: another runner has
   * rolled it out.
   */
  outcome: 'applied' | 'unchanged' | 'skipped' | 'elsewhere';
  counts: Counts;
  /** The run that did it, where it was another one. */
  run?: string;
}

/** What a stack is rolled out with. */
export interface StackJob {
  session: StackSession;
  stack: StackInfo;
  run: RolloutRun;
  /** Hash of what the stack was synthesized to. */
  content: string;
  /** The folder that it was synthesized to. */
  synthesized: string;
  /** ID of the state lock that the ledger has for this attempt. */
  lock: string;
  /** What a plan destroys although nobody named it: then nothing is applied. */
  unnamed(changes: readonly Change[]): string[];
  /** What was reviewed before the rollout began. */
  review: StackReview;
  /** Writes a fact into the ledger. */
  note(fact: object): void;
}
