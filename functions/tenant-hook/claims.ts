import type { tenantHook } from '../catalogue';
import type { Budget } from '../shared/budget';
import type { ClaimsOf } from '../shared/hook';
import { itemsReader } from '../shared/reader';
import { tenantOfAlias } from '../shared/tenants/alias';
import { claimantOf } from '../shared/tenants/claimant';
import { mappingOf, registrationOf, type TenantTables } from '../shared/tenants/records';
import { isMarked, lineAndMark } from '../shared/tenants/suspension';
import { decide } from './decide';

/** Reads all records in one call, then decides: at every sign-in, and again at every token refresh. */
export function tenantClaims(tables: TenantTables, budget: Budget): ClaimsOf<typeof tenantHook> {
  const { usersTable, registryTable, region } = tables;
  const read = itemsReader(region, budget);

  return async (event, context) => {
    const claimant = claimantOf(event, { tenantId: tenantOfAlias(context), region });
    const { userId, tenantId } = claimant;
    const found = await read({
      [usersTable]: [{ user_id: userId }],
      [registryTable]: lineAndMark({ tenant_id: tenantId, region }),
    });
    const [user] = found[usersTable] ?? [];
    const [tenant, mark] = found[registryTable] ?? [];
    const mapping = user && mappingOf(user);
    const registration = tenant && registrationOf(tenant, isMarked(mark));
    return { access: decide(claimant, { mapping, registration }) };
  };
}
