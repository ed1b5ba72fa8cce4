/**
 * How many stacks may fail before a rollout halts, with the semantics of AWS CloudFormation StackSets:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */

/** A number of stacks, or a share of them such as `10%`. */
export type Amount = number | string;

/** How many failures a rollout tolerates. */
export interface FailureBudget {
  /** Failures among the stacks of one wave. */
  wave: Amount;
  /** Failures in the whole rollout. */
  overall: Amount;
  /**
   * `strict`: limits concurrency so that failures never exceed the budget by more than one. `soft`: as many as the
   * limits allow, so once the budget is spent, those still running may fail too.
   */
  mode: 'strict' | 'soft';
}

/** An amount as a number of stacks out of `of`; a share is rounded down, as in StackSets. */
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

/** How many more may start within the budget, assuming that all running ones could fail. */
export const room = (
  amount: Amount,
  { total, running, failed }: Tally,
  mode: FailureBudget['mode'],
): number => (mode === 'soft' ? Number.POSITIVE_INFINITY : stacksIn(amount, total) + 1 - failed - running);
