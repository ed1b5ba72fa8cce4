import type { Budget } from '../shared/budget';
import type { PostConfirmationEvent } from '../shared/events/post-confirmation';
import { tenantOfAlias } from '../shared/tenants/alias';
import { claimantOf } from '../shared/tenants/claimant';
import { assertMapped, assertRegistered, type TenantTables } from '../shared/tenants/records';
import type { Answering } from '../shared/trigger';
import { mappingStore } from './store';

/**
 * Permanently maps a new user to the pool's tenant. Events for a reset password pass unchanged, since
 * that user is already mapped.
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
