import type { Effect, ReviewAction } from '../review/model';

/** Id of the finding where the guard itself fails. It blocks, and nothing can approve it. */
export const guardError = 'guard-error';

/** A rule of the guard that a change has met. */
export interface Finding {
  /** `@id` of the Cedar policy, such as `pool-lost`. */
  rule: string;
  /**
   * - `blocked`: the environment's rules forbid it, and no approval covers it
   * - `approved`: forbidden, and an approval covers it
   * - `flagged`: production would forbid it, and this environment is none
   */
  severity: 'blocked' | 'approved' | 'flagged';
  /** Stack id. */
  stack: string;
  address: string;
  action: ReviewAction;
  /** Effects of the change that the rule is about; empty where the action alone is enough. */
  effects: Effect[];
  /** Why nobody should do that: `@message`. */
  why: string;
  /** How to go on all the same: `@proceed`. */
  proceed: string;
  /** Whose users it reaches: ids of tenants, or in words what is not tenants, such as `all customers`. */
  tenants: string[];
  /** File of the approval, relative to the project. */
  approval?: string;
}

/** What became of an approval. */
export interface ApprovalUse {
  /** Relative to the project. */
  file: string;
  state: 'used' | 'unused' | 'expired' | 'mismatched';
  /** Why it was not used, or what for. */
  why: string;
}

/** What the guard says of a plan set. */
export interface Verdict {
  /**
   * - `blocked`: something may not be applied
   * - `incomplete`: some stacks could not be planned, so nobody knows
   * - `flagged`: dangerous, and allowed here or approved
   */
  outcome: 'clear' | 'flagged' | 'incomplete' | 'blocked';
  /** SHA-256 of the model, which approvals are bound to. */
  model: string;
  /** Blocked ones first. */
  findings: Finding[];
  approvals: ApprovalUse[];
}
