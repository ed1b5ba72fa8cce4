import type { EffectRule } from '../planned';

/** Placeholder until the rules are merged: nothing means anything. */
export const effectsOf: EffectRule = () => [];
