import type { Rollout } from '../../environments/schema';
import type { StackInfo } from '../selection/stacks';
import { removalWave, type Schedule, type Step } from './schedule/schedule';

type Ordered = Pick<StackInfo, 'id' | 'account' | 'region' | 'wave' | 'dependencies' | 'removed'>;

/**
 * The stacks in rollout order: first those to be destroyed, then wave by wave as in the placement
 * (`environments/placement/waves.ts`).
 */
export function planSteps(stacks: readonly Ordered[]): Step[] {
  const selected = new Set(stacks.map(({ id }) => id));
  return stacks
    .map(({ id, account, region, wave, dependencies, removed }) => ({
      id,
      account,
      region,
      wave: removed ? removalWave : wave,
      dependencies: dependencies.filter((dependency) => selected.has(dependency)),
    }))
    .sort((a, b) => a.wave - b.wave || (a.id < b.id ? -1 : 1));
}

/**
 * The same steps, those with the longest chain of dependents first, so that no runner waits for the last chain alone.
 * Removals stay first.
 */
function longestChainFirst(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const below = new Map<string, number>();
  const add = (step: Step, length: number): void => {
    if ((below.get(step.id) ?? -1) >= length) return;
    below.set(step.id, length);
    for (const id of step.dependencies) add(byId.get(id) as Step, length + 1);
  };
  for (const step of steps) add(step, 0);
  const chain = ({ id, wave }: Step) => (wave === removalWave ? steps.length : (below.get(id) as number));
  return [...steps].sort((a, b) => chain(b) - chain(a));
}

const unlimited = Number.POSITIVE_INFINITY;

/** The schedule of these stacks in an environment. */
export const scheduleOf = (
  stacks: readonly Ordered[],
  { limits, failureBudget, wavesOverlap }: Rollout,
): Schedule => ({
  steps: wavesOverlap ? longestChainFirst(planSteps(stacks)) : planSteps(stacks),
  limits: { overall: unlimited, account: unlimited, region: unlimited, ...limits },
  budget: failureBudget,
  overlap: wavesOverlap,
});

/** A schedule for work that changes nothing: no order, and any stack may fail. */
export const inAnyOrder = (stacks: readonly Pick<StackInfo, 'id' | 'account' | 'region'>[]): Schedule => ({
  steps: stacks.map(({ id, account, region }) => ({ id, account, region, wave: 0, dependencies: [] })),
  limits: { overall: unlimited, account: unlimited, region: unlimited },
  budget: { wave: '100%', overall: '100%', mode: 'soft' },
  overlap: true,
});
