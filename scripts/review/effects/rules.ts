import type { EffectRule } from '../planned';

/** Rules by the type of resource that they are about. */
export type Rules = Readonly<Record<string, readonly EffectRule[]>>;
