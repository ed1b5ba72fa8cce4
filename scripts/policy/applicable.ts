import {
  getValidRequestEnvsPolicy,
  getValidRequestEnvsTemplate,
  type SchemaJson,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyFile } from '../../stacks/policies/source';
import type { RequestEnvironment } from './schema-model';

/** The schema with a single request environment left; actions and types all stay. */
function restricted(json: SchemaJson<string>, { principal, action, resource }: RequestEnvironment) {
  const [namespace = '', definition] = Object.entries(json)[0] ?? [];
  const actions = Object.entries(definition?.actions ?? {}).map(([id, { appliesTo, ...rest }]) => [
    id,
    id === action && appliesTo
      ? { ...rest, appliesTo: { ...appliesTo, principalTypes: [principal], resourceTypes: [resource] } }
      : rest,
  ]);
  return { [namespace]: { ...definition, actions: Object.fromEntries(actions) } } as SchemaJson<string>;
}

/**
 * Says of policies and templates whether they can have a say in a request environment, by Cedar's own type checker:
 * where it says no, the policy is false for every request that fits the schema. What the checker cannot tell counts
 * as having a say.
 */
export function applicableIn(
  schema: SchemaJson<string>,
  environment: RequestEnvironment,
): (policy: PolicyFile) => boolean {
  const only = restricted(schema, environment);
  return ({ text, template }) => {
    const answer = template ? getValidRequestEnvsTemplate(text, only) : getValidRequestEnvsPolicy(text, only);
    return answer.type === 'failure' || answer.principals.length > 0;
  };
}
