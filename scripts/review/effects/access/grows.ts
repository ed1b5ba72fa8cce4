import type { Statement } from '../../iam-document';
import { singles, statementCovers, statementsMeet } from './statements';

/** Something that is newly allowed, or cannot be proved to have been allowed before. */
export interface Growth {
  /** `undenied`: a Deny is gone, and something else may allow it. */
  kind: 'allowed' | 'undenied';
  /** What is new, with one principal, action and resource each. */
  statement: Statement;
}

export interface GrowsOptions {
  /**
   * Whether other policies may allow what these statements do not mention. If so, any removed Deny counts; otherwise only
   * one that blocked something that is allowed.
   */
  others: boolean;
}

const of = (statements: readonly Statement[], effect: Statement['effect']) =>
  statements.filter((statement) => statement.effect === effect);

/** The `statements` that are not literally in `others`: most changes leave most statements alone. */
const unlike = (statements: readonly Statement[], others: readonly Statement[]): Statement[] => {
  const same = new Set(others.map((statement) => JSON.stringify(statement)));
  return statements.filter((statement) => !same.has(JSON.stringify(statement)));
};

/**
 * What statements allow that others did not. Each allowed principal, action and resource must be covered by one
 * statement that already allowed it, or be denied by one; what cannot be proved to be old counts as new.
 */
export function grows(
  before: readonly Statement[],
  after: readonly Statement[],
  { others }: GrowsOptions,
): Growth[] {
  const [allowedBefore, allowed] = [of(before, 'Allow'), of(after, 'Allow')];
  const [deniedBefore, denied] = [of(before, 'Deny'), of(after, 'Deny')];
  const covered = (statement: Statement, by: readonly Statement[]) =>
    by.some((wide) => statementCovers(wide, statement));
  return [
    ...unlike(allowed, allowedBefore)
      .flatMap(singles)
      .filter((statement) => !covered(statement, allowedBefore) && !covered(statement, denied))
      .map((statement): Growth => ({ kind: 'allowed', statement })),
    ...unlike(deniedBefore, denied)
      .flatMap(singles)
      .filter((statement) => !covered(statement, denied))
      .filter((statement) => others || allowed.some((allow) => statementsMeet(allow, statement)))
      .map((statement): Growth => ({ kind: 'undenied', statement })),
  ];
}
