import type { Effect, ReviewAction } from '../review/model';

/** Id of the finding if the guard itself fails. It blocks, and cannot be approved. */
export const guardError = 'guard-error';

/** A change that a rule of the guard forbids. */
export interface Finding {
  /** `@id` of the Cedar policy, such as `pool-lost`. */
  rule: string;
  /**
   * - `blocked`: the environment's rules forbid it, and no approval covers it
   * - `approved`: forbidden, and an approval covers it
   * - `flagged`: production would forbid it, but this environment is not production
   */
  severity: 'blocked' | 'approved' | 'flagged';
  /** Stack id. */
  stack: string;
  address: string;
  action: ReviewAction;
  /** Effects of the change that the rule covers; empty if the action alone suffices. */
  effects: Effect[];
  /** Why this is dangerous: `@message`. */
  why: string;
  /** How to proceed anyway: `@proceed`. */
  proceed: string;
  /** Whose users it affects: tenant ids, or a description such as `all customers`. */
  tenants: string[];
  /** File of the approval, relative to the project. */
  approval?: string;
}

/** The outcome of an approval. */
export interface ApprovalUse {
  /** Relative to the project. */
  file: string;
  state: 'used' | 'unused' | 'expired' | 'mismatched';
  /** Why it was not used, or what it was used for. */
  why: string;
}

/** The guard's verdict on a plan set. */
export interface Verdict {
  /**
   * - `blocked`: something may not be applied
   * - `incomplete`: some stacks could not be planned, so their changes are unknown
   * - `flagged`: dangerous, but allowed here or approved
   */
  outcome: 'clear' | 'flagged' | 'incomplete' | 'blocked';
  /** SHA-256 of the model, which approvals are bound to. */
  model: string;
  /** Blocked ones first. */
  findings: Finding[];
  approvals: ApprovalUse[];
}
