/** A rollout on a virtual clock: the scheduler that rolls out, with what stacks take and AWS allows in the place of AWS. */
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

/** Longer than any rollout that anybody would wait for: ten years. */
const forever = 10 * 365 * 86_400;

/** AWS's quotas, as queues: what is asked while a quota is used up waits until those before have had their share. */
class Quotas {
  /** When a quota of an account and region is free again. */
  readonly #freeAt = new Map<string, number>();

  constructor(readonly clock: VirtualClock) {}

  /** Takes as long as the machine needs, and as long as the quotas make it wait. */
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

/** What decides about how long a wave takes: everything but the name of its region. */
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
 * Seconds that a rollout takes where nothing fails. Wave by wave, since none begins before the one before it is over; of
 * waves that differ in nothing but their region, one.
 * @param atOnce stacks that all runners together work on
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
  // A share is one of all stacks, not of a wave's.
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
