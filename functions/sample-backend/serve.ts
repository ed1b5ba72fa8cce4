import type { Clock } from '../shared/access/kept';
import type { RegistryTables } from '../shared/access/tables';
import type { Budget } from '../shared/budget';
import { assertOwned, fromContext, rechecking } from '../shared/recheck';
import type { PassedRequest } from './request';

/** What the sample tells of a request. */
interface Told {
  method: string;
  path: string;
  tenant: string;
  principal: string;
  policies: string;
}

/**
 * Answers with what the edge told of the request, once the re-check has found it true. Where the path names a tenant,
 * as the key of a record would, it must be the caller's. Rejects with Denied.
 */
export function serving(tables: RegistryTables, budget: Budget, now: Clock) {
  const recheck = rechecking(tables, budget, now);
  return async ({ method, path, parameters, authorization, context }: PassedRequest): Promise<Told> => {
    const caller = await recheck(authorization, fromContext(context));
    if (caller.flow === 'tenant' && parameters.tenant !== undefined)
      assertOwned({ tenantId: parameters.tenant }, caller);
    const policies = String(context.policies ?? '');
    return { method, path, tenant: caller.tenantId, principal: caller.principal, policies };
  };
}
