import { NoDocument, type Statement, statementsOf } from '../../iam-document';
import type { Json } from '../../model';
import type { Attributes, PlannedResource } from '../../planned';

/** Before the plan, or after it. */
export type Side = 'before' | 'after';

/** A forgotten resource stays unchanged in AWS. */
export const sideOf = (resource: PlannedResource, side: Side): Attributes | undefined =>
  side === 'after' && resource.action !== 'forget' ? resource.after : resource.before;

/** Whether it is the same AWS resource before and after. */
export const stays = ({ action, before }: PlannedResource): boolean =>
  before !== undefined && action !== 'replace' && action !== 'delete';

const member = (value: Json | undefined, name: string): Json | undefined => {
  // A single optional block is a list of one.
  const own = Array.isArray(value) ? value[0] : value;
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? own[name] : undefined;
};

/** The value at a path; single blocks need no index. */
export const valueAt = (value: Json | Attributes | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(member, value as Json | undefined);

/** Whether the whole value is unknown. */
export function isUnknown({ unknown }: PlannedResource, path: readonly string[]): boolean {
  for (let length = 0; length <= path.length; length += 1)
    if (valueAt(unknown, path.slice(0, length)) === true) return true;
  return false;
}

/** Undoes Terraform's escaping of `${`. */
const unescaped = (text: string) => text.replace(/\$\$\{|%%\{/g, (sign) => sign.slice(1));

/** A string from the synthesized files, with unresolved references; undefined if they were not read. */
export function configuredText({ configured }: PlannedResource, path: readonly string[]): string | undefined {
  const text = valueAt(configured, path);
  return typeof text === 'string' ? unescaped(text) : undefined;
}

/** A policy's statements on one side, or why they are unknown. */
export interface Document {
  statements: readonly Statement[];
  /** Why there may be more than these statements. */
  opaque?: string;
}

const nothing: Document = { statements: [] };

/** Parses a policy; one that cannot be parsed is opaque. */
export function documentOf(text: Json | undefined): Document {
  if (text === undefined || text === null || text === '') return nothing;
  try {
    return { statements: statementsOf(text) };
  } catch (error) {
    if (!(error instanceof NoDocument)) throw error;
    return { statements: [], opaque: `the policy cannot be read: ${error.message}` };
  }
}

/**
 * The policy in an attribute. One that is unknown before the apply is read from the synthesized files, where each
 * reference counts as one value.
 */
export function documentAt(resource: PlannedResource, side: Side, path: readonly string[]): Document {
  const value = valueAt(sideOf(resource, side), path);
  if (side === 'before' || value !== undefined || !isUnknown(resource, path)) return documentOf(value);
  // If configuration does not set it, AWS uses its default.
  if (resource.configured && valueAt(resource.configured, path) === undefined) return nothing;
  const configured = configuredText(resource, path);
  const read = configured === undefined ? undefined : documentOf(configured);
  return read && !read.opaque ? read : { statements: [], opaque: 'the policy is known only after the apply' };
}
