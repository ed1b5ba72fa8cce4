import { type PolicyJson, policyToJson, templateToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyFile } from '../../stacks/policies/source';

/** A policy in normal form: policies with equal forms decide alike. */
export interface NormalPolicy {
  name: string;
  effect: 'permit' | 'forbid';
  json: PolicyJson;
  /** The form as text, to compare. */
  form: string;
}

/** The value with the keys of every object sorted. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}

/** Sorts the actions in a policy's scope, whose order has no meaning. */
const inOrder = (json: PolicyJson): PolicyJson => {
  const { action } = json;
  if (action.op !== 'in' || !('entities' in action)) return json;
  const entities = [...action.entities].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { ...json, action: { op: 'in', entities } };
};

/**
 * The policy or template without what does not affect decisions: formatting, comments, annotations, the order of actions.
 * Throws with the engine's message if it does not parse.
 */
export function normalPolicy({ name, path, text, template }: PolicyFile): NormalPolicy {
  const answer = template ? templateToJson(text) : policyToJson(text);
  if (answer.type === 'failure')
    throw new Error(`${path}: ${answer.errors.map(({ message }) => message).join('; ')}`);
  const { annotations: _, ...rest } = answer.json;
  const json = inOrder(rest);
  return { name, effect: json.effect, json, form: JSON.stringify(sorted(json)) };
}
