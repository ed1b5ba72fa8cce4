import type { Ring } from '../schema';

/** What determines a stack's wave. */
export interface Ordered {
  id: string;
  region: string;
  /** Undefined for what every ring depends on. */
  ring: Ring | undefined;
  dependencies: readonly string[];
}

const rings = [undefined, 'canary', 'early', 'general'] as const;

/**
 * Waves by stack id, from 0: first what every ring depends on, then ring by ring, and within a ring region by region in
 * the environment's order. A stack is never in an earlier wave than its dependencies.
 */
export function wavesOf(stacks: readonly Ordered[], regions: readonly string[]): Map<string, number> {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const waves = new Map<string, number>();
  const wave = (id: string): number => {
    const stack = byId.get(id);
    if (!stack) return 0;
    const known = waves.get(id);
    if (known !== undefined) return known;
    const own = rings.indexOf(stack.ring) * regions.length + regions.indexOf(stack.region);
    // Set before its dependencies are visited, so that a cycle would terminate.
    waves.set(id, own);
    const latest = Math.max(own, ...stack.dependencies.map(wave));
    waves.set(id, latest);
    return latest;
  };
  for (const { id } of stacks) wave(id);
  return waves;
}
