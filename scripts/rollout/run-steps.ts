import { blockedReason, nextSteps, type Step } from './order';

export interface RunStepsOptions<R> {
  /** At most so many at once. */
  parallel: number;
  /** Does one step. `ok` false stops what depends on it, and every later wave. */
  run(step: Step): Promise<{ ok: boolean; result: R }>;
  /** Once aborted, nothing new is started. */
  stop: AbortSignal;
}

/** Every step ends as one of these. */
export type StepEnd<R> = { started: true; ok: boolean; result: R } | { started: false; why: string };

/**
 * Runs the steps in order. Running steps are always awaited, whatever fails beside them.
 * @returns one end for each step.
 */
export async function runSteps<R>(
  steps: readonly Step[],
  { parallel, run, stop }: RunStepsOptions<R>,
): Promise<Map<string, StepEnd<R>>> {
  const ends = new Map<string, StepEnd<R>>();
  const states = new Map<string, 'running' | 'done' | 'failed'>();
  const running = new Map<string, Promise<void>>();

  const start = async (step: Step) => {
    const { ok, result } = await run(step);
    states.set(step.id, ok ? 'done' : 'failed');
    ends.set(step.id, { started: true, ok, result });
    running.delete(step.id);
  };

  for (;;) {
    for (const step of stop.aborted ? [] : nextSteps(steps, states, parallel)) {
      states.set(step.id, 'running');
      running.set(step.id, start(step));
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  for (const step of steps) {
    if (ends.has(step.id)) continue;
    const cause = blockedReason(step, steps, states);
    const why = cause?.never ? cause.why : stop.aborted ? 'interrupted before its turn' : cause?.why;
    ends.set(step.id, { started: false, why: why ?? 'it was not its turn' });
  }
  return ends;
}
