import type { StackInfo } from '../selection/stacks';

/** A stack with its place in the rollout. */
export interface Step {
  id: string;
  /** Waves start one after the other, and only after all before them went well. */
  wave: number;
  /** Selected steps that have to be done before. The rest is assumed to exist. */
  dependencies: readonly string[];
}

/** Before all others: Terraform too destroys what depends on something before it changes that. */
const removalWave = -1;

/**
 * The stacks in the order of their rollout: first what is to be destroyed, then wave by wave as placement has it
 * (`environments/placement/waves.ts`).
 */
export function planSteps(
  stacks: readonly Pick<StackInfo, 'id' | 'wave' | 'dependencies' | 'removed'>[],
): Step[] {
  const selected = new Set(stacks.map(({ id }) => id));
  return stacks
    .map(({ id, wave, dependencies, removed }) => ({
      id,
      wave: removed ? removalWave : wave,
      dependencies: dependencies.filter((dependency) => selected.has(dependency)),
    }))
    .sort((a, b) => a.wave - b.wave || (a.id < b.id ? -1 : 1));
}

/** State of each step; a step that is missing has not been started. */
export type States = ReadonlyMap<string, 'running' | 'done' | 'failed'>;

/** Why a step may not start now; undefined when it may. `never` when nothing can change that. */
export function blockedReason(
  step: Step,
  steps: readonly Step[],
  states: States,
): { never: boolean; why: string } | undefined {
  const isBlocked = (id: string): boolean => {
    const blocked = steps
      .find((other) => other.id === id)
      ?.dependencies.filter((d) => states.get(d) !== 'done');
    return !states.has(id) && (blocked ?? []).some((d) => states.get(d) === 'failed' || isBlocked(d));
  };
  const broken = step.dependencies.find((id) => states.get(id) === 'failed' || isBlocked(id));
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
    .filter((step) => !states.has(step.id) && !blockedReason(step, steps, states))
    .slice(0, Math.max(0, parallel - running));
}
