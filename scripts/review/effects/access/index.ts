import type { EffectRule } from '../../planned';

/** IAM, trust, policies of resources, permissions of functions, and Cedar. */
export const accessEffects: EffectRule = () => [];
