/**
 * How many stacks may fail before a rollout halts, with the meaning that AWS CloudFormation gives it in StackSets:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */

/** A number of stacks, or a share of them such as `10%`. */
export type Amount = number | string;

/** What a rollout survives. */
export interface FailureBudget {
  /** Failures in one wave, of the stacks in it. */
  wave: Amount;
  /** Failures in the whole rollout. */
  overall: Amount;
  /**
   * `strict`: no more run at once than could fail without going more than one over the budget. `soft`: as many as the
   * limits allow, and when the budget is spent, those that still run may fail, too.
   */
  mode: 'strict' | 'soft';
}

/** How many of so many stacks an amount is; a share is rounded down, as StackSets do. */
export const stacksIn = (amount: Amount, of: number): number =>
  typeof amount === 'number' ? amount : Math.floor((Number.parseInt(amount, 10) * of) / 100);

/** Stacks of a wave, or of a whole rollout. */
export interface Tally {
  total: number;
  running: number;
  failed: number;
}

/** Whether more have failed than the amount allows. */
export const isSpent = (amount: Amount, { total, failed }: Tally): boolean =>
  failed > stacksIn(amount, total);

/** How many more may start, as far as the budget goes: all that run could fail. */
export const room = (
  amount: Amount,
  { total, running, failed }: Tally,
  mode: FailureBudget['mode'],
): number => (mode === 'soft' ? Number.POSITIVE_INFINITY : stacksIn(amount, total) + 1 - failed - running);
