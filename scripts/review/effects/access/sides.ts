import { NoDocument, type Statement, statementsOf } from '../../iam-document';
import type { Json } from '../../model';
import type { Attributes, PlannedResource } from '../../planned';

/** Before the plan, or after it. */
export type Side = 'before' | 'after';

/** What the state lets go of stays as it is in AWS. */
export const sideOf = (resource: PlannedResource, side: Side): Attributes | undefined =>
  side === 'after' && resource.action !== 'forget' ? resource.after : resource.before;

/** It was there before, and is there afterwards, as the same thing to AWS. */
export const stays = ({ action, before }: PlannedResource): boolean =>
  before !== undefined && action !== 'replace' && action !== 'delete';

const member = (value: Json | undefined, name: string): Json | undefined => {
  // A block that may be there once is a list of one.
  const own = Array.isArray(value) ? value[0] : value;
  return typeof own === 'object' && own !== null && !Array.isArray(own) ? own[name] : undefined;
};

/** The value at a path; blocks that are there once need no index. */
export const valueAt = (value: Json | Attributes | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(member, value as Json | undefined);

/** Whether nothing is known of the value yet. */
export function isUnknown({ unknown }: PlannedResource, path: readonly string[]): boolean {
  for (let length = 0; length <= path.length; length += 1)
    if (valueAt(unknown, path.slice(0, length)) === true) return true;
  return false;
}

/** Terraform's own `${` is doubled. */
const unescaped = (text: string) => text.replace(/\$\$\{|%%\{/g, (sign) => sign.slice(1));

/** A text of the synthesized files, in which references stand as they are; undefined where nobody has read it. */
export function configuredText({ configured }: PlannedResource, path: readonly string[]): string | undefined {
  const text = valueAt(configured, path);
  return typeof text === 'string' ? unescaped(text) : undefined;
}

/** What a policy says on one side, or why nobody can tell. */
export interface Document {
  statements: readonly Statement[];
  /** Why there may be more than these. */
  opaque?: string;
}

const nothing: Document = { statements: [] };

/** Takes a policy's text apart; what cannot be read is opaque. */
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
 * The policy in an attribute. One that is not known before the apply is read as it was synthesized: each reference
 * stands for one value.
 */
export function documentAt(resource: PlannedResource, side: Side, path: readonly string[]): Document {
  const value = valueAt(sideOf(resource, side), path);
  if (side === 'before' || value !== undefined || !isUnknown(resource, path)) return documentOf(value);
  // What nobody has written AWS makes up, as it does for everybody.
  if (resource.configured && valueAt(resource.configured, path) === undefined) return nothing;
  const configured = configuredText(resource, path);
  const read = configured === undefined ? undefined : documentOf(configured);
  return read && !read.opaque
    ? read
    : { statements: [], opaque: 'the policy is known only once it is applied' };
}
