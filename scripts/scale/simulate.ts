/** A rollout on a virtual clock: the real scheduler, with expected times and AWS's quotas in place of AWS. */
import type { PlacedStack } from '../../environments/placement';
import type { Rollout } from '../../environments/schema';
import { quotaNeeds } from '../quotas/needs';
import { applyStep, type Planned, planStep, quotaSeconds, type StepLoad } from '../rollout/expected-time';
import { scheduleOf } from '../rollout/order';
import { stacksIn } from '../rollout/schedule/budget';
import { memoryBoard } from '../rollout/schedule/memory-board';
import { runSchedule } from '../rollout/schedule/run-schedule';
import { gateOf, type Schedule } from '../rollout/schedule/schedule';
import { VirtualClock } from './clock';

/** Longer than any realistic rollout: ten years. */
const forever = 10 * 365 * 86_400;

/** AWS's quotas, as queues: a call to an exhausted quota waits for the calls before it. */
class Quotas {
  /** Time at which a quota of an account and region is free again. */
  readonly #freeAt = new Map<string, number>();

  constructor(readonly clock: VirtualClock) {}

  /** Waits as long as the machine needs or the quotas require, whichever is longer. */
  async take({ account, region, seconds, calls }: StepLoad): Promise<void> {
    const { now } = this.clock;
    let until = now + seconds;
    for (const need of quotaNeeds(calls)) {
      const quota = `${account} ${region} ${need.quota}`;
      const free = Math.max(now, this.#freeAt.get(quota) ?? 0) + quotaSeconds(need);
      this.#freeAt.set(quota, free);
      until = Math.max(until, free);
    }
    await this.clock.sleep(until - now);
  }
}

/** Everything that determines how long a wave takes, which is all but the name of its region. */
const signatureOf = (steps: Schedule['steps'], loads: ReadonlyMap<string, Planned>): string =>
  steps
    .map(({ id, region, dependencies }) => {
      const { tenants, act } = loads.get(id) as Planned;
      return [id, tenants, act, ...dependencies].join(' ').replaceAll(region, '');
    })
    .sort()
    .join('\n');

async function runWave(
  schedule: Schedule,
  loads: ReadonlyMap<string, Planned>,
  atOnce: number,
): Promise<number> {
  const clock = new VirtualClock();
  const quotas = new Quotas(clock);
  const work = runSchedule(schedule, {
    board: memoryBoard(),
    runner: 'all',
    capacity: atOnce,
    stop: new AbortController().signal,
    async perform(act) {
      if (gateOf(act)) return 'done';
      const load = loads.get(act) as Planned;
      await quotas.take(planStep(load));
      await quotas.take(applyStep(load));
      return 'done';
    },
  });
  await clock.run(forever);
  await work;
  return clock.now;
}

/**
 * Seconds that a rollout takes if nothing fails. Waves are simulated separately, since each starts after the previous one
 * ends; of waves that differ only in their region, one is simulated.
 * @param atOnce stacks that all runners together work on concurrently
 */
export async function simulate(
  stacks: readonly PlacedStack[],
  loads: ReadonlyMap<string, Planned>,
  rollout: Rollout,
  atOnce: number,
): Promise<number> {
  const schedule = scheduleOf(stacks, rollout);
  const waves = new Map<number, Schedule['steps'][number][]>();
  for (const step of schedule.steps) {
    const own = waves.get(step.wave);
    if (own) own.push(step);
    else waves.set(step.wave, [step]);
  }
  // The overall budget's percentage refers to all stacks, not to those of a wave.
  const overall = stacksIn(schedule.budget.overall, schedule.steps.length);
  const budget = { ...schedule.budget, overall };
  const known = new Map<string, number>();
  let all = 0;
  for (const steps of waves.values()) {
    const signature = signatureOf(steps, loads);
    const seconds = known.get(signature) ?? (await runWave({ ...schedule, budget, steps }, loads, atOnce));
    known.set(signature, seconds);
    all += seconds;
  }
  return all;
}
