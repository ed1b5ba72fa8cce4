import { tenantHook } from '../catalogue';
import { lambdaBudget } from '../shared/budget';
import { hook } from '../shared/hook';
import { readTables } from '../shared/tenants/config';
import { tenantClaims } from './claims';

/** Lambda's entry: `tenant_id` in the access tokens of a tenant's users, or no token. */
export const handler = hook(tenantHook, () =>
  tenantClaims(readTables(tenantHook, process.env), lambdaBudget),
);
