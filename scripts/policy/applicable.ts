import {
  getValidRequestEnvsPolicy,
  getValidRequestEnvsTemplate,
  type SchemaJson,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyFile } from '../../stacks/policies/source';
import type { RequestEnvironment } from './schema-model';

type Json = SchemaJson<string>;

/** The schema with a single request environment left; actions and types all stay. */
function restricted(json: Json, { principal, action, resource }: RequestEnvironment): Json {
  const [namespace = '', definition] = Object.entries(json)[0] ?? [];
  const actions = Object.entries(definition?.actions ?? {}).map(([id, { appliesTo, ...rest }]) => [
    id,
    id === action && appliesTo
      ? { ...rest, appliesTo: { ...appliesTo, principalTypes: [principal], resourceTypes: [resource] } }
      : rest,
  ]);
  return { [namespace]: { ...definition, actions: Object.fromEntries(actions) } } as Json;
}

/** By schema, and by a policy's text, whether it passes strict validation: each is asked for once. */
const validated = new WeakMap<Json, Map<string, boolean>>();

/** Of a policy that does not pass, the type checker says nothing that could be built on. */
function passes(schema: Json, { text, template }: PolicyFile): boolean {
  const known = validated.get(schema) ?? new Map<string, boolean>();
  validated.set(schema, known);
  const found = known.get(text);
  if (found !== undefined) return found;
  const policies = template ? { templates: { policy: text } } : { staticPolicies: { policy: text } };
  const answer = validate({ schema, policies, validationSettings: { mode: 'strict' } });
  const good = answer.type === 'success' && answer.validationErrors.length === 0;
  known.set(text, good);
  return good;
}

/**
 * Says of policies and templates whether they can have a say in a request environment, by Cedar's own type checker:
 * where it says no, the policy is false for every request that fits the schema. What does not pass strict validation
 * counts as having a say everywhere.
 */
export function applicableIn(schema: Json, environment: RequestEnvironment): (policy: PolicyFile) => boolean {
  const only = restricted(schema, environment);
  return (policy) => {
    if (!passes(schema, policy)) return true;
    const { text, template } = policy;
    const answer = template ? getValidRequestEnvsTemplate(text, only) : getValidRequestEnvsPolicy(text, only);
    return answer.type === 'failure' || answer.principals.length > 0;
  };
}
