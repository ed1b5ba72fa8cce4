import type { Scope, Statement } from '../../iam-document';
import { implies } from './conditions';
import { actionCovers, actionMeets, arnCovers, textMeets } from './pattern';

/** How patterns of one part of a statement compare. */
interface Compare {
  covers: (wide: string, narrow: string) => boolean;
  meets: (one: string, other: string) => boolean;
}

const actions: Compare = { covers: actionCovers, meets: actionMeets };
const resources: Compare = { covers: arnCovers, meets: textMeets };
/**
 * Principals have no wildcards but `*` for everybody. Naming a role is more than naming its account: a principal that
 * a resource names itself needs no policy of its own in the same account.
 */
const principals: Compare = {
  covers: (wide, narrow) => wide === '*' || wide === narrow,
  // One may be in the account or be the session of the other.
  meets: (one, other) =>
    one === other || [one, other].includes('*') || (one.startsWith('AWS:') && other.startsWith('AWS:')),
};

function scopeCovers(wide: Scope, narrow: Scope, { covers, meets }: Compare): boolean {
  if (!wide.except && narrow.except) return wide.patterns.includes('*');
  if (wide.except && narrow.except)
    return wide.patterns.every((one) => narrow.patterns.some((other) => covers(other, one)));
  return narrow.patterns.every((one) =>
    wide.except
      ? !wide.patterns.some((other) => meets(other, one))
      : wide.patterns.some((other) => covers(other, one)),
  );
}

function scopeMeets(one: Scope, other: Scope, { covers, meets }: Compare): boolean {
  if (one.except && other.except) return true;
  if (one.except) return scopeMeets(other, one, { covers, meets });
  return one.patterns.some((pattern) =>
    other.except
      ? !other.patterns.some((wide) => covers(wide, pattern))
      : other.patterns.some((wide) => meets(wide, pattern)),
  );
}

/** Whether the first statement means every request that the second means; never mind which effect they have. */
export function statementCovers(wide: Statement, narrow: Statement): boolean {
  if ((wide.principals === undefined) !== (narrow.principals === undefined)) return false;
  return (
    scopeCovers(wide.actions, narrow.actions, actions) &&
    scopeCovers(wide.resources, narrow.resources, resources) &&
    (!wide.principals || !narrow.principals || scopeCovers(wide.principals, narrow.principals, principals)) &&
    implies(narrow.conditions, wide.conditions)
  );
}

/** Whether some request may be meant by both; conditions are taken to hold. */
export const statementsMeet = (one: Statement, other: Statement): boolean =>
  scopeMeets(one.actions, other.actions, actions) &&
  scopeMeets(one.resources, other.resources, resources) &&
  (!one.principals || !other.principals || scopeMeets(one.principals, other.principals, principals));

const parts = (scope: Scope): Scope[] =>
  scope.except ? [scope] : scope.patterns.map((pattern) => ({ except: false, patterns: [pattern] }));

/** The statement as many that mean one principal, action and resource each, where it does not say "all but". */
export const singles = (statement: Statement): Statement[] =>
  parts(statement.actions).flatMap((action) =>
    parts(statement.resources).flatMap((resource) =>
      (statement.principals ? parts(statement.principals) : [undefined]).map((principal) => ({
        ...statement,
        principals: principal,
        actions: action,
        resources: resource,
      })),
    ),
  );
