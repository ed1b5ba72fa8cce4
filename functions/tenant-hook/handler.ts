import { tenantHook } from '../catalogue';
import { hook } from '../shared/hook';
import { lambdaBudget } from './budget';
import { tenantClaims } from './claims';
import { readConfig } from './config';

/** Lambda's entry: `tenant_id` in the access tokens of a tenant's users, or no token. */
export const handler = hook(tenantHook.name, () => tenantClaims(readConfig(process.env), lambdaBudget));
