import type { Budget } from '../shared/budget';
import type { PostConfirmationEvent } from '../shared/events/post-confirmation';
import { tenantOfAlias } from '../shared/tenants/alias';
import { claimantOf } from '../shared/tenants/claimant';
import { assertMapped, assertRegistered, type TenantTables } from '../shared/tenants/records';
import type { Answering } from '../shared/trigger';
import { mappingStore } from './store';

/**
 * Maps a user who has just joined to the tenant whose pool it is, once and for good. Somebody who forgot a
 * password has joined long ago, and passes.
 */
export function mapNewUsers(tables: TenantTables, budget: Budget): Answering<PostConfirmationEvent> {
  const begin = mappingStore(tables, budget);
  return async (event, context) => {
    if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event;
    const { region } = tables;
    const claimant = claimantOf(event, { tenantId: tenantOfAlias(context), region });
    const store = begin();
    assertRegistered(claimant, await store.registrationOf(claimant));
    assertMapped(claimant, await store.map(claimant));
    return event;
  };
}
