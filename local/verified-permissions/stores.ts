import type { Call } from './call';
import { forget } from './engine';
import { invalidState } from './errors';
import { once } from './idempotency';
import type { Input } from './inputs';
import { page } from './pagination';
import { newId, type PolicyStore, stored, storeOf } from './state';
import { checkTags } from './tags';

const summary = ({ policyStoreId, arn, createdDate, lastUpdatedDate }: PolicyStore) => ({
  policyStoreId,
  arn,
  createdDate,
  lastUpdatedDate,
});

const described = ({ description }: { description?: string }) =>
  description === undefined ? {} : { description };

/** Throws ValidationException or TooManyTagsException for tags that AWS refuses. */
export function createPolicyStore({ place, input, now }: Call<Input<'createPolicyStore'>>) {
  return once(place, 'CreatePolicyStore', input, now, () => {
    const tags = input.tags ?? {};
    const policyStoreId = newId();
    // A policy store's ARN has no region.
    const arn = `arn:aws:verifiedpermissions::${place.account}:policy-store/${policyStoreId}`;
    checkTags(tags, arn);
    const kms = input.encryptionSettings?.kmsEncryptionSettings;
    const store: PolicyStore = {
      ...stored(now),
      ...described(input),
      policyStoreId,
      arn,
      mode: input.validationSettings.mode,
      deletionProtection: input.deletionProtection ?? 'DISABLED',
      ...(kms && { encryption: { key: kms.key, encryptionContext: kms.encryptionContext ?? {} } }),
      tags,
      policies: new Map(),
      templates: new Map(),
      identitySources: new Map(),
      revision: 1,
    };
    place.stores.set(policyStoreId, store);
    return { answer: summary(store), resource: { resourceType: 'POLICY_STORE', id: policyStoreId } };
  });
}

/** Throws ResourceNotFoundException. Tags are returned only if requested. */
export function getPolicyStore({ place, input }: Call<Input<'getPolicyStore'>>) {
  const store = storeOf(place, input.policyStoreId);
  return {
    ...summary(store),
    ...described(store),
    validationSettings: { mode: store.mode },
    deletionProtection: store.deletionProtection,
    encryptionState: store.encryption ? { kmsEncryptionState: store.encryption } : { default: {} },
    cedarVersion: 'CEDAR_4',
    ...(input.tags && Object.keys(store.tags).length > 0 && { tags: store.tags }),
  };
}

/** Deletion protection is kept unless given; an omitted description is removed. */
export function updatePolicyStore({ place, input, now }: Call<Input<'updatePolicyStore'>>) {
  const store = storeOf(place, input.policyStoreId);
  store.mode = input.validationSettings.mode;
  store.description = input.description;
  store.deletionProtection = input.deletionProtection ?? store.deletionProtection;
  store.lastUpdatedDate = now.toISOString();
  return summary(store);
}

/** Idempotent: deleting a store that doesn't exist succeeds. Accepts only an id, no alias. */
export function deletePolicyStore({ place, input }: Call<Input<'inStore'>>) {
  const store = place.stores.get(input.policyStoreId);
  if (!store) return {};
  if (store.deletionProtection === 'ENABLED')
    throw invalidState(
      `The policy store ${store.policyStoreId} can't be deleted because deletion protection is enabled. To delete this policy store, disable deletion protection.`,
    );
  place.stores.delete(store.policyStoreId);
  for (const { aliasName, policyStoreId } of place.aliases.values())
    if (policyStoreId === store.policyStoreId) place.aliases.delete(aliasName);
  forget(store);
  return {};
}

/** A page of the stores in one account and region. */
export function listPolicyStores({ place, input }: Call<Input<'list'>>) {
  const { items, nextToken } = page('ListPolicyStores', place.stores.values(), input);
  return { policyStores: items.map((store) => ({ ...summary(store), ...described(store) })), nextToken };
}
