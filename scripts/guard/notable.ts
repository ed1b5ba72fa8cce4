import type { EffectId } from '../review/effects/catalogue';

/** Effects that the review shows but no shared rule forbids, with the reason. All others have a rule. */
export const notableOnly: Readonly<Partial<Record<EffectId, string>>> = {
  'code-changed':
    'every release of a function changes its code: tests, golden decisions and the canary ring check it, and the review shows it',
  'alarm-removed':
    'alarms are removed with the tenant or service that they watch; an environment may forbid it for shared ones, as prod does',
  'provider-domains':
    'a domain is only a hint where to sign in: the provider is already trusted for everyone in its pool, each tenant has its own pool, and tenants cannot have staff domains',
  'service-limits-grow':
    'rate limits change often, with the load, and open nothing: `service-grows` refuses more operations, scopes and tiers, which policies use',
};
