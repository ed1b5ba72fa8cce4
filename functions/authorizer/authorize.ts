import { bearerOf } from '../shared/access/bearer';
import type { Clock } from '../shared/access/expiring-cache';
import { type Flow, registry } from '../shared/access/registry';
import type { RegistryTables } from '../shared/access/tables';
import { tokenVerifier } from '../shared/access/verify';
import type { Budget } from '../shared/budget';
import { within } from '../shared/deadline';
import { Denied } from '../shared/denied';
import type { Keeping } from './config';
import { decisionCache } from './decision-cache';
import { judgedText } from './judged';
import { policyStores } from './policy-store';
import { questionOf } from './question';
import type { ApiRequest } from './request';
import type { Routes } from './routes';

/** What is passed to the backend with an allowed request. */
export interface Allowed {
  flow: Flow;
  /** Empty in every flow except the tenant flow. */
  tenant_id: string;
  /** The caller's entity id in the policy store: `<pool>|<sub>`. */
  principal: string;
  client_id: string;
  /** The determining policies, joined with commas. */
  policies: string;
  /** What the policies judged (`Judged`), as JSON in ASCII. */
  judged: string;
}

export interface Settings {
  routes: Routes;
  tables: RegistryTables;
  keeping: Keeping;
}

/**
 * Decides requests. Rejects with Denied unless the policy store allows it: with a refusal, or with a fault if
 * something was down, slow or broken. The token and the registry are checked on each request, so that neither an
 * expired token nor a suspended tenant outlives itself in a cached decision.
 */
export function authorizing({ routes, tables, keeping }: Settings, budget: Budget, now: Clock) {
  const trustedBy = registry(tables, budget, now);
  const verify = tokenVerifier(tables.region, budget, now);
  const decide = decisionCache(policyStores(tables.region, budget), keeping, now);

  async function allowed(request: ApiRequest): Promise<Allowed> {
    const route = routes.get(request.routeKey);
    if (!route) throw new Denied('route-unknown');
    const unverified = bearerOf(request.headers.authorization);
    const trusted = await trustedBy(route.flow, unverified.claims);
    const { exp, client_id, tenant_id } = await verify(unverified, trusted);
    if (trusted.refusal) throw new Denied(trusted.refusal);
    const question = questionOf(route, request, now());
    const judged = judgedText(route, question);
    const decision = await decide({ token: unverified.token, exp, store: trusted, question });
    if (!decision.allowed) throw new Denied('policy-denied', { policies: decision.policies });
    return {
      flow: route.flow,
      tenant_id: route.flow === 'tenant' ? String(tenant_id) : '',
      principal: decision.principal,
      client_id,
      policies: decision.policies.join(','),
      judged,
    };
  }

  return (request: ApiRequest): Promise<Allowed> => within(budget.total, () => allowed(request));
}
