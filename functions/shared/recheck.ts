/**
 * For backends behind the edge: a request is looked at again where the data is. The edge knows path, query and
 * headers; only the backend knows whose record it is about to give away.
 */
import { bearerOf } from './access/bearer';
import type { Clock } from './access/expiring-cache';
import { type Flow, registry } from './access/registry';
import type { RegistryTables } from './access/tables';
import { tokenVerifier } from './access/verify';
import type { Budget } from './budget';
import { within } from './deadline';
import { Denied } from './denied';

/** What the edge says of a request. Worth nothing alone: whoever reaches the backend some other way can say it too. */
export interface ForwardedIdentity {
  flow: Flow;
  /** Empty in all flows but that of tenants. */
  tenantId: string;
  principal: string;
}

/** Who asks, by a token that was verified here. */
export interface Caller extends ForwardedIdentity {
  clientId: string;
}

const flows: readonly string[] = ['customer', 'internal', 'machine', 'tenant'] satisfies Flow[];

type Texts = Readonly<Record<string, unknown>>;

/** Throws Denied (`caller-differs`) unless all that must travel did. */
function forwardedIdentity(flow: unknown, tenantId: unknown, principal: unknown): ForwardedIdentity {
  if (typeof flow !== 'string' || !flows.includes(flow)) throw new Denied('caller-differs', { by: 'flow' });
  if (typeof principal !== 'string' || !principal) throw new Denied('caller-differs', { by: 'principal' });
  return { flow: flow as Flow, tenantId: typeof tenantId === 'string' ? tenantId : '', principal };
}

/** From the authorizer's context, which a Lambda has at `event.requestContext.authorizer.lambda`. Throws Denied. */
export const fromContext = ({ flow, tenant_id, principal }: Texts): ForwardedIdentity =>
  forwardedIdentity(flow, tenant_id, principal);

/** From the headers that API Gateway writes for a backend behind a URL, by names in lower case. Throws Denied. */
export const fromHeaders = (headers: Texts): ForwardedIdentity =>
  forwardedIdentity(headers['x-fleet-flow'], headers['x-fleet-tenant'], headers['x-fleet-principal']);

/**
 * Verifies the request's own token again, against what the registry says now, and that the identity forwarded with the
 * request is the token's. Rejects with Denied: `caller-differs`, or as the authorizer does.
 */
export function rechecking(tables: RegistryTables, budget: Budget, now: Clock) {
  const trustedBy = registry(tables, budget, now);
  const verify = tokenVerifier(tables.region, budget, now);

  async function check(authorization: string | undefined, told: ForwardedIdentity): Promise<Caller> {
    const unverified = bearerOf(authorization);
    const trusted = await trustedBy(told.flow, unverified.claims);
    const { sub, client_id, tenant_id } = await verify(unverified, trusted);
    if (trusted.refusal) throw new Denied(trusted.refusal);
    const tenantId = told.flow === 'tenant' ? String(tenant_id) : '';
    if (told.tenantId !== tenantId) throw new Denied('caller-differs', { by: 'tenant' });
    const principal = `${trusted.userPoolId}|${sub}`;
    if (told.principal !== principal) throw new Denied('caller-differs', { by: 'principal' });
    return { flow: told.flow, tenantId, principal, clientId: client_id };
  }

  return (authorization: string | undefined, told: ForwardedIdentity): Promise<Caller> =>
    within(budget.total, () => check(authorization, told));
}

/**
 * Throws Denied (`record-of-another-tenant`) unless the record is the caller's tenant's. A caller without a tenant owns
 * none, and neither does anybody own a record without one.
 */
export function assertOwned(
  record: { tenantId: string | undefined },
  caller: Pick<Caller, 'tenantId'>,
): void {
  if (!record.tenantId || record.tenantId !== caller.tenantId) throw new Denied('record-of-another-tenant');
}
