import { isComputed } from './computed';
import { isGuardedInAws, isGuardedType } from './guarded';
import type { AttributeChange, Effect, Json } from './model';
import type { PlannedResource } from './planned';

/** What other resources of the stack attach to one, which is therefore expected there. */
export interface Attached {
  /** By role name. */
  toRole(role: string): { policies: ReadonlySet<string>; inline: ReadonlySet<string> };
  /** Regions of a table's replicas, by table ARN. */
  toTable(arn: string): ReadonlySet<string>;
}

const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '');

/** Collects what resources of the stack attach to others. */
export function attachedTo(resources: readonly PlannedResource[]): Attached {
  const policies = new Map<string, Set<string>>();
  const inline = new Map<string, Set<string>>();
  const copies = new Map<string, Set<string>>();
  const note = (to: Map<string, Set<string>>, role: Json | undefined, what: Json | undefined) => {
    const known = to.get(textOf(role)) ?? new Set();
    to.set(textOf(role), known.add(textOf(what)));
  };
  for (const { type, before, after } of resources)
    for (const side of [before, after]) {
      if (type === 'aws_iam_role_policy_attachment') note(policies, side?.role, side?.policy_arn);
      if (type === 'aws_iam_role_policy') note(inline, side?.role, side?.name);
      if (type === 'aws_dynamodb_table_replica')
        note(copies, side?.global_table_arn, textOf(side?.arn).split(':')[3]);
    }
  const none: ReadonlySet<string> = new Set();
  return {
    toRole: (role) => ({ policies: policies.get(role) ?? none, inline: inline.get(role) ?? none }),
    toTable: (arn) => copies.get(arn) ?? none,
  };
}

/** A role lists its attachments, which the state picks up one refresh later. Only foreign attachments are drift. */
function isOwnAttachment(
  { type, before, after }: PlannedResource,
  path: string,
  attached: Attached,
): boolean {
  if (type !== 'aws_iam_role') return false;
  const { policies, inline } = attached.toRole(textOf(after?.name ?? before?.name));
  if (path === 'managed_policy_arns') {
    const [was, is] = [before, after].map((side) => (side?.managed_policy_arns ?? []) as Json[]) as [
      Json[],
      Json[],
    ];
    return [...was.filter((one) => !is.includes(one)), ...is.filter((one) => !was.includes(one))].every(
      (one) => policies.has(textOf(one)),
    );
  }
  const name = /^inline_policy\[(.+?)\]/.exec(path)?.[1];
  if (name !== undefined) return inline.has(name);
  if (!path.startsWith('inline_policy')) return false;
  const names = [before, after].flatMap((side) =>
    ((side?.inline_policy ?? []) as { name?: Json }[]).map((one) => textOf(one.name)),
  );
  return names.every((one) => inline.has(one));
}

/** A table lists its replicas too. Changes to a replica itself are drift of that resource. */
function isOwnCopy({ type, before, after }: PlannedResource, path: string, attached: Attached): boolean {
  if (type !== 'aws_dynamodb_table' || !/^replica\b/.test(path)) return false;
  const own = attached.toTable(textOf(after?.arn ?? before?.arn));
  return ((after?.replica ?? []) as { region_name?: Json }[]).every(({ region_name }) =>
    own.has(textOf(region_name)),
  );
}

/**
 * Rotation deletes the client's original secret, and AWS returns no other, so the state simply loses
 * it. Another secret in its place would be drift.
 */
const isRetired = ({ type, after }: PlannedResource, path: string): boolean =>
  type === 'aws_cognito_user_pool_client' && path === 'client_secret' && !after?.client_secret;

/** The differences between state and AWS that are actual changes. */
export const realDrift = (
  resource: PlannedResource,
  attributes: readonly AttributeChange[],
  attached: Attached,
): AttributeChange[] =>
  attributes.filter(
    ({ path }) =>
      !isComputed(resource.type, path) &&
      !isRetired(resource, path) &&
      !isOwnAttachment(resource, path, attached) &&
      !isOwnCopy(resource, path, attached),
  );

/** A value short enough for a sentence. */
function short(value: Json | undefined): string | undefined {
  const text = value === undefined ? 'not set' : JSON.stringify(value);
  return text.length <= 80 ? text : undefined;
}

/** `it was "ON", now "OFF"`; empty for secret or long values. */
function inWords({ secret, before, after }: AttributeChange): string {
  const [was, is] = [short(before), short(after)];
  return secret || was === undefined || is === undefined ? '' : `: it was ${was}, now ${is}`;
}

/** Effects of drift in guarded settings. */
export function driftEffects(
  { type, action }: PlannedResource,
  attributes: readonly AttributeChange[],
): Effect[] {
  if (action === 'delete')
    return isGuardedType(type) ? [{ id: 'guarded-drift', what: 'it was deleted outside Terraform' }] : [];
  return attributes
    .filter(({ path }) => isGuardedInAws(type, path))
    .map((attribute) => ({
      id: 'guarded-drift' as const,
      what: `${attribute.path} was changed outside of Terraform${inWords(attribute)}`,
      path: attribute.path,
    }));
}
