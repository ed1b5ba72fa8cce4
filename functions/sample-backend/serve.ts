import type { Clock } from '../shared/access/expiring-cache';
import type { RegistryTables } from '../shared/access/tables';
import type { Budget } from '../shared/budget';
import { assertJudged, type Judged, judgedOf } from '../shared/judged';
import { assertOwned, fromContext, rechecking } from '../shared/recheck';
import type { PassedRequest } from './request';

/** What the sample returns about a request. */
interface Told {
  method: string;
  path: string;
  tenant: string;
  principal: string;
  policies: string;
  judged: Judged;
}

/**
 * Returns what the edge says about the request, once the re-check has confirmed it. If the path names a tenant,
 * as the key of a record would, it must be the caller's; what the policies judged of the request, such as an amount,
 * must match its body. Rejects with Denied.
 */
export function serving(tables: RegistryTables, budget: Budget, now: Clock) {
  const recheck = rechecking(tables, budget, now);
  return async ({ method, path, parameters, authorization, body, context }: PassedRequest): Promise<Told> => {
    const caller = await recheck(authorization, fromContext(context));
    if (caller.flow === 'tenant' && parameters.tenant !== undefined)
      assertOwned({ tenantId: parameters.tenant }, caller);
    const judged = judgedOf(context.judged);
    const compared = Object.keys(judged.context).map((name) => [name, body[name]]);
    // Only values that the edge has seen are compared with the body here: a payment's amount and purpose.
    assertJudged(judged, Object.fromEntries(compared));
    const policies = String(context.policies ?? '');
    return { method, path, tenant: caller.tenantId, principal: caller.principal, policies, judged };
  };
}
