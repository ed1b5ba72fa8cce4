import {
  type Context,
  type EntityJson,
  type PolicySet,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import { invalid } from './errors';
import { actionEntities } from './schema-shape';
import type { Entity, PolicyStore } from './state';
import { uidOf } from './values';
import './cedar-node-workaround';

/** One request to the engine; context and entities are Cedar JSON. */
export interface Question {
  principal: Entity;
  action: { actionType: string; actionId: string };
  resource: Entity;
  context: Context;
  entities: EntityJson[];
}

/** For each store that the engine has parsed, the revision. */
const prepared = new WeakMap<PolicyStore, number>();

/** All policies and templates of the store, as the engine expects them. */
function policySetOf({ policies, templates }: PolicyStore): PolicySet {
  const all = [...policies.values()];
  return {
    staticPolicies: Object.fromEntries(
      all.flatMap((policy) => (policy.policyType === 'STATIC' ? [[policy.policyId, policy.statement]] : [])),
    ),
    templates: Object.fromEntries([...templates.values()].map((t) => [t.policyTemplateId, t.statement])),
    templateLinks: all.flatMap((policy) =>
      policy.policyType === 'TEMPLATE_LINKED'
        ? {
            templateId: policy.policyTemplateId,
            newId: policy.policyId,
            values: {
              ...(policy.principal && { '?principal': uidOf(policy.principal) }),
              ...(policy.resource && { '?resource': uidOf(policy.resource) }),
            },
          }
        : [],
    ),
  };
}

/** Parses a store's policies and schema once per revision; the engine keeps them by the store's id. */
function prepare(store: PolicyStore): void {
  if (prepared.get(store) === store.revision) return;
  const answers = [preparsePolicySet(store.policyStoreId, policySetOf(store))];
  if (store.schema) answers.push(preparseSchema(store.policyStoreId, store.schema.json));
  const problems = answers.flatMap((answer) => (answer.type === 'failure' ? answer.errors : []));
  if (problems.length)
    throw new Error(
      `policy store ${store.policyStoreId}: ${problems.map(({ message }) => message).join('; ')}`,
    );
  prepared.set(store, store.revision);
}

/** Releases what the engine has parsed for a deleted store. */
export function forget(store: PolicyStore): void {
  preparsePolicySet(store.policyStoreId, {});
  prepared.delete(store);
}

/**
 * Evaluates a request. `determiningPolicies` and `errors` are Cedar's, but sorted by policy id, since Cedar's order is
 * arbitrary.
 *
 * A STRICT store with a schema validates request, context and entities against it, and throws a ValidationException for
 * any mismatch. AWS documents that only for entities (a required attribute that a token lacks); we refuse all, so that
 * nothing passes here that AWS might refuse. A store with mode OFF validates nothing, and uses its schema only for
 * action groups.
 */
export function decide(store: PolicyStore, question: Question) {
  prepare(store);
  const strict = store.mode === 'STRICT' && store.schema !== undefined;
  const { principal, action, resource, context } = question;
  const groups = strict || !store.schema ? [] : actionEntities(store.schema.json);
  const answer = statefulIsAuthorized({
    preparsedPolicySetId: store.policyStoreId,
    ...(strict && { preparsedSchemaName: store.policyStoreId, validateRequest: true }),
    principal: uidOf(principal),
    action: { type: action.actionType, id: action.actionId },
    resource: uidOf(resource),
    context,
    entities: [...question.entities, ...groups],
  });
  if (answer.type === 'failure')
    throw invalid(...answer.errors.map(({ message }) => ({ path: 'request', message })));
  const { decision, diagnostics } = answer.response;
  return {
    decision: decision === 'allow' ? 'ALLOW' : 'DENY',
    determiningPolicies: diagnostics.reason.sort().map((policyId) => ({ policyId })),
    errors: diagnostics.errors
      .map(({ policyId, error }) => `error while evaluating policy \`${policyId}\`: ${error.message}`)
      .sort()
      .map((errorDescription) => ({ errorDescription })),
  };
}
