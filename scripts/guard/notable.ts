import type { EffectId } from '../review/effects/catalogue';

/** Effects that the review shows and no shared rule forbids, with the reason. All others have a rule. */
export const notableOnly: Readonly<Partial<Record<EffectId, string>>> = {
  'code-changed':
    'every release of a function changes its code: tests, golden decisions and the canary ring judge it, and the review names it',
  'alarm-removed':
    'alarms go with the tenant or service that they watch; an environment may forbid it for what is shared, as prod does',
};
