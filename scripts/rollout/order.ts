import type { StackInfo } from '../selection/stacks';

/** A stack with its place in the rollout. */
export interface Step {
  id: string;
  /** Waves start one after the other, and only after all before them went well. */
  wave: number;
  /** What has to be done before, of what was selected. The rest is taken to stand already. */
  dependencies: readonly string[];
}

const rings = [undefined, 'canary', 'early', 'general'] as const;

/** Before all others, as Terraform destroys what depends on something before it changes that. */
const removalWave = -1;

/**
 * Waves: first what is to be destroyed, then what every ring stands on, then ring by ring, and inside a ring region
 * by region in the environment's order. A stack never comes in an earlier wave than what it depends on.
 */
export function planSteps(
  stacks: readonly Pick<StackInfo, 'id' | 'region' | 'ring' | 'dependencies' | 'removed'>[],
  regions: readonly string[],
): Step[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  const wave = (id: string, above: readonly string[] = []): number => {
    const stack = byId.get(id);
    if (!stack || above.includes(id)) return removalWave;
    const own = stack.removed
      ? removalWave
      : rings.indexOf(stack.ring) * regions.length + regions.indexOf(stack.region);
    return Math.max(own, ...stack.dependencies.map((dependency) => wave(dependency, [...above, id])));
  };
  return stacks
    .map(({ id, dependencies }) => ({
      id,
      wave: wave(id),
      dependencies: dependencies.filter((dependency) => byId.has(dependency)),
    }))
    .sort((a, b) => a.wave - b.wave || (a.id < b.id ? -1 : 1));
}

/** Where each step stands; what is absent has not been started. */
export type States = ReadonlyMap<string, 'running' | 'done' | 'failed'>;

/** Why a step may not start now; undefined when it may. `never` when nothing can change that any more. */
export function hindrance(
  step: Step,
  steps: readonly Step[],
  states: States,
): { never: boolean; why: string } | undefined {
  const hindered = (id: string): boolean => {
    const blocked = steps
      .find((other) => other.id === id)
      ?.dependencies.filter((d) => states.get(d) !== 'done');
    return !states.has(id) && (blocked ?? []).some((d) => states.get(d) === 'failed' || hindered(d));
  };
  const broken = step.dependencies.find((id) => states.get(id) === 'failed' || hindered(id));
  if (broken) return { never: true, why: `it depends on ${broken}, which was not applied` };

  const earlier = steps.filter(({ id, wave }) => wave < step.wave && states.get(id) !== 'done');
  const lost = earlier.find(({ id }) => states.get(id) === 'failed');
  if (lost) return { never: true, why: `${lost.id} failed in an earlier ring or region` };

  const waiting = earlier[0]?.id ?? step.dependencies.find((id) => states.get(id) !== 'done');
  return waiting ? { never: false, why: `it waits for ${waiting}` } : undefined;
}

/** What to start now, so that at most `parallel` run at once. */
export function nextSteps(steps: readonly Step[], states: States, parallel: number): Step[] {
  const running = [...states.values()].filter((state) => state === 'running').length;
  return steps
    .filter((step) => !states.has(step.id) && !hindrance(step, steps, states))
    .slice(0, Math.max(0, parallel - running));
}
