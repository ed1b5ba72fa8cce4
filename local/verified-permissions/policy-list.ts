import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../aws-error';
import type { Call } from './call';

import type { Input } from './inputs';
import { page } from './pagination';
import { definitionOf, policyOf, policySummary } from './policies';
import { scopeOf } from './scope';
import { type Entity, type Policy, type PolicyStore, storeOf } from './state';

type Filter = NonNullable<Input<'listPolicies'>['filter']>;

/** `unspecified: true` finds policies that name no entity there, `false` those that do. */
function refers(named: Entity | undefined, reference: Filter['principal']): boolean {
  if (!reference) return true;
  if (reference.identifier) return isDeepStrictEqual(named, reference.identifier);
  return (named === undefined) === reference.unspecified;
}

function passes(store: PolicyStore, policy: Policy, filter: Filter): boolean {
  const { principal, resource } = scopeOf(policy, store.templates);
  const template = policy.policyType === 'TEMPLATE_LINKED' ? policy.policyTemplateId : undefined;
  return (
    refers(principal, filter.principal) &&
    refers(resource, filter.resource) &&
    (!filter.policyType || filter.policyType === policy.policyType) &&
    (!filter.policyTemplateId || filter.policyTemplateId === template)
  );
}

/** A page of the policies that match the filter, without their statements. */
export function listPolicies({ place, input }: Call<Input<'listPolicies'>>) {
  const store = storeOf(place, input.policyStoreId);
  const { filter = {} } = input;
  const found = [...store.policies.values()].filter((policy) => passes(store, policy, filter));
  const { items, nextToken } = page(
    `ListPolicies/${store.policyStoreId}/${JSON.stringify(filter)}`,
    found,
    input,
  );
  const policies = items.map((policy) => ({
    ...policySummary(store, policy),
    definition: definitionOf(policy, false),
    name: policy.name,
  }));
  return { policies, nextToken };
}

const codes: Record<string, string> = {
  POLICY: 'POLICY_NOT_FOUND',
  POLICY_STORE: 'POLICY_STORE_NOT_FOUND',
  POLICY_STORE_ALIAS: 'POLICY_STORE_ALIAS_NOT_FOUND',
};

/** Returns the policies found; those not found are in `errors`, and don't fail the call. */
export function batchGetPolicy({ place, input }: Call<Input<'batchGetPolicy'>>) {
  const results: object[] = [];
  const errors: object[] = [];
  for (const request of input.requests)
    try {
      const store = storeOf(place, request.policyStoreId);
      const policy = policyOf(store, request.policyId);
      const { policyStoreId, policyId, policyType, createdDate, lastUpdatedDate } = policySummary(
        store,
        policy,
      );
      results.push({
        policyStoreId,
        policyId,
        policyType,
        definition: definitionOf(policy, true),
        createdDate,
        lastUpdatedDate,
        name: policy.name,
      });
    } catch (error) {
      const code = error instanceof AwsError && codes[String(error.more.resourceType)];
      if (!code) throw error;
      errors.push({ ...request, code, message: error.message });
    }
  return { results, errors };
}
