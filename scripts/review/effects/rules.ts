import type { EffectRule } from '../planned';

/** Rules by resource type. */
export type Rules = Readonly<Record<string, readonly EffectRule[]>>;
