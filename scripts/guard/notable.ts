import type { EffectId } from '../review/effects/catalogue';

/** Effects that the review shows but no shared rule forbids, with the reason. All others have a rule. */
export const notableOnly: Readonly<Partial<Record<EffectId, string>>> = {
  'code-changed':
    'every release of a function changes its code: tests, golden decisions and the canary ring judge it, and the review names it',
  'alarm-removed':
    'alarms go with the tenant or service that they watch; an environment may forbid it for what is shared, as prod does',
  'provider-domains':
    'a domain is a hint where to sign in: the provider is believed for everybody of its pool already, each tenant has a pool of its own, and staff domains are refused to tenants',
  'service-limits-grow':
    'rate limits follow the load, often, and open nothing: operations, scopes and tiers, by which policies decide, are refused by `service-grows`',
};
