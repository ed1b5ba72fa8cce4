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

/** One question to the engine; context and entities are Cedar JSON. */
export interface Question {
  principal: Entity;
  action: { actionType: string; actionId: string };
  resource: Entity;
  context: Context;
  entities: EntityJson[];
}

/** Revision of each store that the engine holds parsed. */
const prepared = new WeakMap<PolicyStore, number>();

/** Everything in the store that decides, as the engine takes it. */
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

/** Parses a store's policies and schema once for each revision; the engine keeps them by the store's id. */
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

/** Lets the engine drop what it has parsed for a store that is gone. */
export function forget(store: PolicyStore): void {
  preparsePolicySet(store.policyStoreId, {});
  prepared.delete(store);
}

/**
 * Asks the engine. What is in `determiningPolicies` and `errors` is Cedar's; their order, which Cedar leaves
 * to chance, is by policy id.
 *
 * A STRICT store with a schema checks request, context and entities against it, and refuses what does not
 * conform with a ValidationException. AWS documents such refusals only for entities (a required attribute
 * that a token lacks). We refuse all, so that nothing passes here that AWS might refuse. A store whose mode
 * is OFF checks nothing, and takes from its schema only which action belongs to which action group.
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
