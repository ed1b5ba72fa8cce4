/**
 * For backends behind the edge: re-checks a request where the data is. The edge knows path, query and
 * headers; only the backend knows whose record it is about to return.
 */
import { bearerOf } from './access/bearer';
import type { Clock } from './access/expiring-cache';
import { type Flow, registry } from './access/registry';
import type { RegistryTables } from './access/tables';
import { tokenVerifier } from './access/verify';
import type { Budget } from './budget';
import { within } from './deadline';
import { Denied } from './denied';

/** What the edge says about a request. Worthless alone: anyone who reaches the backend directly can claim the same. */
export interface ForwardedIdentity {
  flow: Flow;
  /** Empty in every flow except the tenant flow. */
  tenantId: string;
  principal: string;
}

/** The caller, from a token verified here. */
export interface Caller extends ForwardedIdentity {
  clientId: string;
}

const flows: readonly string[] = ['customer', 'internal', 'machine', 'tenant'] satisfies Flow[];

type Texts = Readonly<Record<string, unknown>>;

/** Throws Denied (`caller-differs`) unless everything required was forwarded. */
function forwardedIdentity(flow: unknown, tenantId: unknown, principal: unknown): ForwardedIdentity {
  if (typeof flow !== 'string' || !flows.includes(flow)) throw new Denied('caller-differs', { by: 'flow' });
  if (typeof principal !== 'string' || !principal) throw new Denied('caller-differs', { by: 'principal' });
  return { flow: flow as Flow, tenantId: typeof tenantId === 'string' ? tenantId : '', principal };
}

/** From the authorizer's context, which a Lambda has at `event.requestContext.authorizer.lambda`. Throws Denied. */
export const fromContext = ({ flow, tenant_id, principal }: Texts): ForwardedIdentity =>
  forwardedIdentity(flow, tenant_id, principal);

/** From the headers that API Gateway sets for a backend behind a URL, by name in lower case. Throws Denied. */
export const fromHeaders = (headers: Texts): ForwardedIdentity =>
  forwardedIdentity(headers['x-fleet-flow'], headers['x-fleet-tenant'], headers['x-fleet-principal']);

/**
 * Verifies the request's own token again, against the current registry, and that the forwarded identity is
 * the token's. Rejects with Denied: `caller-differs`, or as the authorizer does.
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
 * Throws Denied (`record-of-another-tenant`) unless the record belongs to the caller's tenant. A caller without a tenant
 * owns no records, and nobody owns a record without a tenant.
 */
export function assertOwned(
  record: { tenantId: string | undefined },
  caller: Pick<Caller, 'tenantId'>,
): void {
  if (!record.tenantId || record.tenantId !== caller.tenantId) throw new Denied('record-of-another-tenant');
}
