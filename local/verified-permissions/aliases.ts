import type { Call } from './call';
import { conflict, notFound } from './errors';
import type { Input } from './inputs';
import { page } from './pagination';
import { type Alias, stored, storeOf } from './state';

const shown = ({ aliasName, policyStoreId, aliasArn, createdDate }: Alias) => ({
  aliasName,
  policyStoreId,
  aliasArn,
  createdAt: createdDate,
});

/** Creating the same alias for the same store again changes nothing. The store is named by its id. */
export function createPolicyStoreAlias({ place, input, now }: Call<Input<'createAlias'>>) {
  const { aliasName, policyStoreId } = input;
  if (!place.stores.has(policyStoreId)) throw notFound('POLICY_STORE', policyStoreId);
  const before = place.aliases.get(aliasName);
  if (before && (before.policyStoreId !== policyStoreId || before.state !== 'Active'))
    throw conflict(
      `The alias ${aliasName} is ${before.state === 'Active' ? `that of policy store ${before.policyStoreId}` : 'being deleted'}.`,
      'POLICY_STORE_ALIAS',
      aliasName,
    );
  if (before) return shown(before);
  const alias: Alias = {
    ...stored(now),
    aliasName,
    policyStoreId,
    aliasArn: `arn:aws:verifiedpermissions:${place.region}:${place.account}:${aliasName}`,
    state: 'Active',
  };
  place.aliases.set(aliasName, alias);
  return shown(alias);
}

/** Throws ResourceNotFoundException. */
export function getPolicyStoreAlias({ place, input }: Call<Input<'alias'>>) {
  const alias = place.aliases.get(input.aliasName);
  if (!alias) throw notFound('POLICY_STORE_ALIAS', input.aliasName);
  return { ...shown(alias), state: alias.state };
}

/** Idempotent. A soft deletion, the default, reserves the name. */
export function deletePolicyStoreAlias({ place, input }: Call<Input<'deleteAlias'>>) {
  const alias = place.aliases.get(input.aliasName);
  if (alias && input.deletionMode === 'HardDelete') place.aliases.delete(input.aliasName);
  else if (alias) alias.state = 'PendingDeletion';
  return {};
}

/** A page of the aliases, optionally of one store. */
export function listPolicyStoreAliases({ place, input }: Call<Input<'listAliases'>>) {
  const { policyStoreId } = input.filter ?? {};
  const wanted = policyStoreId && storeOf(place, policyStoreId).policyStoreId;
  const aliases = [...place.aliases.values()].filter((alias) => !wanted || alias.policyStoreId === wanted);
  const { items, nextToken } = page(`ListPolicyStoreAliases/${wanted}`, aliases, input);
  return { policyStoreAliases: items.map((alias) => ({ ...shown(alias), state: alias.state })), nextToken };
}
