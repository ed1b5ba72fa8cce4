import { z } from 'zod';
import { failure } from '../../cli/errors';
import type { Json } from '../model';

/**
 * The part of `terraform show -json <plan>` that a review reads (Terraform's "JSON Output Format", plan representation,
 * format version 1.2; OpenTofu's is the same). Values are whatever the provider wrote, including secrets.
 */

// Values are not validated recursively: a plan contains megabytes of them.
const value = z.custom<Json>((given) => given !== undefined, 'is missing');
const object = z.custom<Readonly<Record<string, Json>>>(
  (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
  'is not an object',
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
  /** Such as `replace_because_tainted`: an apply was interrupted while creating it. */
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
  // OpenTofu does not write it: it has no deferred changes.
  complete: z.boolean().optional(),
  resource_changes: z.array(resource).default([]),
  resource_drift: z.array(resource).default([]),
  deferred_changes: z.array(z.object({ reason: z.string(), resource_change: resource })).default([]),
  output_changes: z.record(z.string(), outputChange).default({}),
  variables: z.record(z.string(), z.object({ value: value.optional() })).default({}),
  prior_state: object.optional(),
  planned_values: object,
  configuration: object,
  // Terraform 1.14 actions, which are not resource changes. Their consequences have not been analysed.
  action_invocations: z.array(z.unknown()).max(0).optional(),
  deferred_action_invocations: z.array(z.unknown()).max(0).optional(),
});

/** A plan of a known shape. */
export type ShownPlan = z.infer<typeof plan>;
export type ShownResource = z.infer<typeof resource>;

const remedy = 'plan it again; if that does not help, this version of Terraform is not supported yet';
const unreadable = (stack: string, what: string) =>
  failure(`it is unknown what the plan of ${stack} would do: ${what}`, remedy);

/** Describes what is wrong and where, never a value. */
const describe = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.map(String).join('.') || 'the plan'}: ${message}`)
    .join('; ');

/**
 * Validates the output of `terraform show -json`, and refuses everything that is not understood with certainty:
 * another format, a failed or partial plan, a missing field.
 * @param stack its id, for errors
 */
export function readPlan(stack: string, shown: unknown): ShownPlan {
  const version = (shown as { format_version?: unknown } | null | undefined)?.format_version;
  if (typeof version !== 'string' || !/^1\.\d+$/.test(version))
    throw unreadable(
      stack,
      `its format is version ${JSON.stringify(version) ?? 'unknown'}, but only 1.x is supported`,
    );
  const { success, data, error } = plan.safeParse(shown);
  if (!success)
    throw unreadable(stack, `terraform show -json wrote something unexpected (${describe(error)})`);
  if (data.errored) throw unreadable(stack, 'Terraform failed while planning');
  if (data.complete === false) {
    const later = data.deferred_changes.map(({ resource_change: { type, name } }) => `${type}.${name}`);
    throw unreadable(
      stack,
      `Terraform planned only part of it${later.length > 0 ? `, and deferred ${later.join(', ')}` : ''}`,
    );
  }
  return data;
}
