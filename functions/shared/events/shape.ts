/** What an event must look like before a function reads it. */
import { Denied } from '../denied';

type Check = (value: unknown) => boolean;
type Fields = Record<string, unknown>;

/** One part of an event that a function reads, by its dotted path. */
export type Rule = readonly [path: string, check: Check];

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText: Check = (value) => typeof value === 'string' && value !== '';
export const isTextMap: Check = (value) =>
  isRecord(value) && Object.values(value).every((item) => typeof item === 'string');
export const isTextList: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
/** Cognito sends null for what is empty. */
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || value === null || check(value);
export const isOneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value);

/** What every trigger's events have. Ordered so that a path's parent is checked first. */
export const commonRules: readonly Rule[] = [
  ['userPoolId', isText],
  ['callerContext', isRecord],
  ['callerContext.clientId', isText],
  ['request', isRecord],
  ['response', isRecord],
];

/** The value at a dotted path; undefined if a parent is missing. */
function at(event: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => (isRecord(value) ? value[key] : undefined), event);
}

/** Throws Denied (`malformed-event`, with the path but not the value) at the first broken rule. */
export function assertShape(event: unknown, rules: readonly Rule[]): void {
  if (!isRecord(event)) throw new Denied('malformed-event', { path: 'event' });
  for (const [path, check] of rules)
    if (!check(at(event, path))) throw new Denied('malformed-event', { path });
}
