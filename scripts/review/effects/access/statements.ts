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
 * Principals have no wildcards except `*` for everyone. Naming a role grants more than naming its account: a principal
 * named by a resource needs no identity policy in the same account.
 */
const principals: Compare = {
  covers: (wide, narrow) => wide === '*' || wide === narrow,
  // One may be in the other's account, or be its session.
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

/** Whether the first statement matches every request that the second matches, regardless of effect. */
export function statementCovers(wide: Statement, narrow: Statement): boolean {
  if ((wide.principals === undefined) !== (narrow.principals === undefined)) return false;
  return (
    scopeCovers(wide.actions, narrow.actions, actions) &&
    scopeCovers(wide.resources, narrow.resources, resources) &&
    (!wide.principals || !narrow.principals || scopeCovers(wide.principals, narrow.principals, principals)) &&
    implies(narrow.conditions, wide.conditions)
  );
}

/** Whether some request may match both, assuming that conditions hold. */
export const statementsMeet = (one: Statement, other: Statement): boolean =>
  scopeMeets(one.actions, other.actions, actions) &&
  scopeMeets(one.resources, other.resources, resources) &&
  (!one.principals || !other.principals || scopeMeets(one.principals, other.principals, principals));

const parts = (scope: Scope): Scope[] =>
  scope.except ? [scope] : scope.patterns.map((pattern) => ({ except: false, patterns: [pattern] }));

/** Splits a statement into ones with a single principal, action and resource each, except for "all but". */
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
