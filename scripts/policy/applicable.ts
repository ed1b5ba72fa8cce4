import {
  getValidRequestEnvsPolicy,
  getValidRequestEnvsTemplate,
  type SchemaJson,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { PolicyFile } from '../../stacks/policies/source';
import type { RequestEnvironment } from './schema-model';

type Json = SchemaJson<string>;

/** The schema reduced to a single request environment; all actions and types are kept. */
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

/** Cached results by schema, then by question: many stores share most policies. */
const known = new WeakMap<Json, Map<string, boolean>>();

function once(schema: Json, question: string, ask: () => boolean): boolean {
  const answers = known.get(schema) ?? new Map<string, boolean>();
  known.set(schema, answers);
  const answer = answers.get(question) ?? ask();
  answers.set(question, answer);
  return answer;
}

/** The type checker's result is not reliable for a policy that fails validation. */
const passes = (schema: Json, { text, template }: PolicyFile): boolean =>
  once(schema, `passes ${text}`, () => {
    const policies = template ? { templates: { policy: text } } : { staticPolicies: { policy: text } };
    const answer = validate({ schema, policies, validationSettings: { mode: 'strict' } });
    return answer.type === 'success' && answer.validationErrors.length === 0;
  });

/**
 * Whether a policy or template can apply in a request environment, according to Cedar's type checker: if not, the policy
 * is false for every request that fits the schema. A policy that fails strict validation is assumed to apply everywhere.
 */
export function applicableIn(schema: Json, environment: RequestEnvironment): (policy: PolicyFile) => boolean {
  const only = restricted(schema, environment);
  const place = JSON.stringify(environment);
  const mayDecide = ({ text, template }: PolicyFile) => {
    const answer = template ? getValidRequestEnvsTemplate(text, only) : getValidRequestEnvsPolicy(text, only);
    return answer.type === 'failure' || answer.principals.length > 0;
  };
  return (policy) =>
    !passes(schema, policy) || once(schema, `${place} ${policy.text}`, () => mayDecide(policy));
}
