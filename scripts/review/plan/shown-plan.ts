import { z } from 'zod';
import { failure } from '../../cli/errors';
import type { Json } from '../model';

/**
 * `terraform show -json <plan>`, as far as a review reads it (Terraform's "JSON Output Format", plan representation,
 * format version 1.2; OpenTofu writes the same). Values inside are whatever the provider wrote, secrets and all.
 */

// Values are not walked here: a plan is megabytes of them.
const value = z.custom<Json>((given) => given !== undefined, 'is missing');
const object = z.custom<Readonly<Record<string, Json>>>(
  (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
  'is no object',
);
const attributes = z.union([object, z.null()]).optional();

const change = z.object({
  actions: z.array(z.string()).min(1),
  before: attributes,
  after: attributes,
  after_unknown: value,
  before_sensitive: value,
  after_sensitive: value,
  replace_paths: z.array(z.array(z.unknown())).optional(),
  importing: z.object({ id: z.string().optional() }).nullish(),
});

const resource = z.object({
  address: z.string().min(1),
  previous_address: z.string().min(1).optional(),
  mode: z.enum(['managed', 'data']),
  type: z.string().min(1),
  name: z.string().min(1),
  deposed: z.string().min(1).optional(),
  /** Such as `replace_because_tainted`: an apply was broken off while it was being made. */
  action_reason: z.string().optional(),
  change,
});

const outputChange = z.object({
  actions: z.array(z.string()).min(1),
  before: value.optional(),
  after: value.optional(),
  before_sensitive: value,
  after_sensitive: value,
});

const plan = z.object({
  format_version: z.string(),
  errored: z.boolean(),
  // OpenTofu does not write it: it has no plans that leave something for later.
  complete: z.boolean().optional(),
  resource_changes: z.array(resource).default([]),
  resource_drift: z.array(resource).default([]),
  deferred_changes: z.array(z.object({ reason: z.string(), resource_change: resource })).default([]),
  output_changes: z.record(z.string(), outputChange).default({}),
  variables: z.record(z.string(), z.object({ value: value.optional() })).default({}),
  prior_state: object.optional(),
  planned_values: object,
  configuration: object,
  // Terraform 1.14: work that is no change of a resource. Nobody has looked at what it could do.
  action_invocations: z.array(z.unknown()).max(0).optional(),
  deferred_action_invocations: z.array(z.unknown()).max(0).optional(),
});

/** A plan whose shape is known. */
export type ShownPlan = z.infer<typeof plan>;
export type ShownResource = z.infer<typeof resource>;

const remedy = 'plan it again; if that does not help, this version of Terraform is not supported yet';
const unreadable = (stack: string, what: string) =>
  failure(`nobody can say what the plan of ${stack} would do: ${what}`, remedy);

/** Names what is wrong and where, never a value. */
const describe = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.') || 'the plan'}: ${message}`)
    .join('; ');

/**
 * Checks what `terraform show -json` has written, and closes the door on everything that is not understood for certain:
 * another format, a plan that failed or is only a part, a missing field.
 * @param stack its id, for errors
 */
export function readPlan(stack: string, shown: unknown): ShownPlan {
  const version = (shown as { format_version?: unknown } | null | undefined)?.format_version;
  if (typeof version !== 'string' || !/^1\.\d+$/.test(version))
    throw unreadable(
      stack,
      `its format is version ${JSON.stringify(version) ?? 'unknown'}, and 1.x is understood`,
    );
  const { success, data, error } = plan.safeParse(shown);
  if (!success)
    throw unreadable(stack, `terraform show -json wrote something else than expected (${describe(error)})`);
  if (data.errored) throw unreadable(stack, 'Terraform broke off while it planned');
  if (data.complete === false) {
    const later = data.deferred_changes.map(({ resource_change: { type, name } }) => `${type}.${name}`);
    throw unreadable(
      stack,
      `Terraform planned only a part of it${later.length > 0 ? `, and left for later ${later.join(', ')}` : ''}`,
    );
  }
  return data;
}
