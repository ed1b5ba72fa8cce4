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

/** Types of resources that the rules here look at; those of `access` come besides. */
export const judgedTypes: readonly string[] = families.flatMap((rules) => Object.keys(rules)).sort();

/**
 * What a planned change means for identity, by `docs/risk.md`. Nothing for what is replaced, destroyed or made as such:
 * the guard goes by action and type.
 */
export const effectsOf: EffectRule = (change, context) => [
  ...families
    .flatMap((rules) => (Object.hasOwn(rules, change.type) ? (rules[change.type] ?? []) : []))
    .flatMap((rule) => rule(change, context)),
  ...accessEffects(change, context),
];
