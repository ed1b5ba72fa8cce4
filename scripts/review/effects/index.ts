import type { EffectRule } from '../planned';
import { accessEffects } from './access';
import { clientRules } from './clients';
import { edgeRules } from './edge';
import { identityPoolRules } from './identity-pools';
import { oktaRules } from './okta';
import { poolRules } from './pools';
import { providerRules } from './providers';
import type { Rules } from './rules';
import { runtimeRules } from './runtime';
import { serviceRules } from './services';
import { storeRules } from './stores';

const families: readonly Rules[] = [
  poolRules,
  clientRules,
  providerRules,
  serviceRules,
  storeRules,
  identityPoolRules,
  edgeRules,
  runtimeRules,
  oktaRules,
];

/** Resource types covered by the rules here, in addition to those of `access`. */
export const judgedTypes: readonly string[] = families.flatMap((rules) => Object.keys(rules)).sort();

/**
 * What a planned change means for identity, as in `docs/risk.md`. Replacement, destruction and creation as such have no
 * effect here: the guard judges them by action and type.
 */
export const effectsOf: EffectRule = (change, context) => [
  ...families
    .flatMap((rules) => (Object.hasOwn(rules, change.type) ? (rules[change.type] ?? []) : []))
    .flatMap((rule) => rule(change, context)),
  ...accessEffects(change, context),
];
