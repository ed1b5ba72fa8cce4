/** One rollout on a virtual clock, with everything that can happen to it; and what must never happen. */
import type { Answer, patiently } from '../../../../scripts/rollout/gates/gate';
import type {
  mended,
  runSchedule,
  SharedBoard,
  takeOver,
} from '../../../../scripts/rollout/schedule/run-schedule';
import type { Act, Board, Step } from '../../../../scripts/rollout/schedule/schedule';
import { gateOf } from '../../../../scripts/rollout/schedule/schedule';
import { VirtualClock } from './clock';
import { type Fate, fateOf } from './world';

/** What is simulated. */
export interface Scheduler {
  runSchedule: typeof runSchedule;
  takeOver: typeof takeOver;
  mended: typeof mended;
  patiently: typeof patiently;
}

/** A runner without a sign of life for so long is considered gone. */
const lease = 12;
const patience = { checks: 3, pauseMs: 4 };

/** How many of a total an amount lets fail, implemented independently. */
const tolerated = (amount: number | string, of: number) =>
  typeof amount === 'number' ? amount : Math.floor((of * Number(amount.replace('%', ''))) / 100);

class BoardLost extends Error {}

class Simulation {
  readonly clock = new VirtualClock();
  readonly violations: string[] = [];
  board: Board = { acts: {} };
  #changes = 0;
  #waiting: (() => void)[] = [];
  #fate: Fate;
  /** Stacks by the time at which the apply that runs in AWS ends. */
  #applying = new Map<string, number>();
  readonly applied = new Set<string>();
  readonly failed = new Set<string>();
  readonly said = new Map<Act, Answer>();
  #asked = new Map<Act, number>();
  readonly #stopped = new Set<string>();
  /** Runners that can no longer apply anything: whoever took over their work has made sure of that. */
  readonly #fenced = new Set<string>();
  #runners = 0;
  /** How much each runner is doing. */
  readonly #working = new Map<string, number>();
  mended = false;

  constructor(
    fate: Fate,
    readonly scheduler: Scheduler,
  ) {
    this.#fate = fate;
  }

  #violation(what: string) {
    this.violations.push(`${this.clock.now}: ${what}`);
  }

  /** Checks what was begun against its own idea of what is allowed. */
  #observe(before: Board, after: Board): void {
    const { steps, limits, budget, overlap } = this.#fate.schedule;
    const state = (board: Board, id: string) => board.acts[id]?.state;
    const begun = Object.keys(after.acts).filter((act) => !before.acts[act]);
    for (const act of begun) {
      if (before.halted) this.#violation(`${act} was begun after the halt`);
      if (this.#stopped.has(after.acts[act]?.runner ?? ''))
        this.#violation(`${act} was begun after the stop`);
      if (before.gone?.includes(after.acts[act]?.runner ?? ''))
        this.#violation(`${act} was begun by a runner whose work others had taken over`);
    }
    for (const [act, { state, runner }] of Object.entries(before.acts))
      if (state === 'running' && before.gone?.includes(runner))
        this.#violation(`${act} is left with ${runner}, which is gone`);
    const stacks = begun.flatMap((act) => steps.filter(({ id }) => id === act));
    const parts = new Map<string, Step[]>();
    for (const step of steps) {
      const part = overlap ? step.region : String(step.wave);
      parts.set(part, [...(parts.get(part) ?? []), step]);
    }
    const failedIn = (own: readonly Step[]) => own.filter(({ id }) => this.failed.has(id)).length;
    const over = (own: readonly Step[], amount: number | string) =>
      failedIn(own) - tolerated(amount, own.length);
    const reported = (own: readonly Step[]) => own.filter(({ id }) => state(before, id) === 'failed').length;
    for (const { id, wave, dependencies } of stacks) {
      for (const other of dependencies)
        if (steps.some((step) => step.id === other) && state(before, other) !== 'done')
          this.#violation(`${id} was begun before ${other}`);
      if (!overlap)
        for (const other of steps.filter((step) => step.wave < wave)) this.#mayPass(id, other, before);
      if (!overlap && this.said.get(`open ${wave}`) !== 'pass')
        this.#violation(`${id} before its wave was let in`);
      if (reported(steps) > tolerated(budget.overall, steps.length))
        this.#violation(`${id} over the whole budget`);
      for (const own of parts.values())
        if (reported(own) > tolerated(budget.wave, own.length)) this.#violation(`${id} over a wave's budget`);
    }
    const running = steps.filter(({ id }) => state(after, id) === 'running');
    if (stacks.length > 0) {
      if (running.length > limits.overall) this.#violation('too many at once');
      for (const { account, region } of running) {
        if (running.filter((one) => one.account === account).length > limits.account)
          this.#violation(`too many at once in account ${account}`);
        if (running.filter((one) => one.region === region).length > limits.region)
          this.#violation(`too many at once in region ${region}`);
      }
    }
    if (budget.mode === 'strict') {
      if (over(steps, budget.overall) > 1) this.#violation('more failed than the whole budget and one');
      for (const own of parts.values())
        if (over(own, budget.wave) > 1) this.#violation("more failed than a wave's budget and one");
    }
  }

  /** Whether a stack of a later wave may begin, as far as this earlier one is concerned. */
  #mayPass(id: string, other: Step, board: Board): void {
    const state = board.acts[other.id]?.state;
    if (state === 'running') this.#violation(`${id} was begun while ${other.id} of an earlier wave ran`);
    if (state && this.said.get(`close ${other.wave}`) !== 'pass')
      this.#violation(`${id} was begun although wave ${other.wave} had not passed`);
  }

  boardOf(sleep: (time: number) => Promise<void>): SharedBoard {
    return {
      update: async (change) => {
        for (;;) {
          const seen = this.#changes;
          const before = this.board;
          const { time, lost } = this.#fate.message();
          await sleep(time);
          if (lost === 'request') continue;
          if (lost === 'board' && !this.mended) throw new BoardLost();
          // Someone has changed it since it was read.
          if (seen !== this.#changes) continue;
          const after = change(before);
          if (JSON.stringify(after) !== JSON.stringify(before)) {
            this.#observe(before, after);
            this.board = after;
            this.#changes++;
            for (const wake of this.#waiting.splice(0)) wake();
          }
          if (lost !== 'answer') return after;
          // It finds its own change there, and others made since.
          await sleep(this.#fate.message().time);
          return this.board;
        }
      },
      changed: () => new Promise((resolve) => this.#waiting.push(resolve)),
    };
  }

  /** A gate's check, or a stack's apply; the latter continues in AWS whatever happens to the runner. */
  async perform(
    act: Act,
    {
      runner,
      from,
      pauses,
      sleep,
    }: { runner: string; from: readonly string[]; pauses: boolean; sleep(time: number): Promise<void> },
  ): Promise<'done' | 'failed'> {
    for (const gone of from) this.#fenced.add(gone);
    if (gateOf(act)) {
      const ask = async () => {
        await sleep(1);
        const answers = this.#fate.answers(act);
        const asked = this.#asked.get(act) ?? 0;
        this.#asked.set(act, asked + 1);
        const answer = this.mended ? 'pass' : (answers[Math.min(asked, answers.length - 1)] as Answer);
        this.said.set(act, answer);
        return answer;
      };
      return (await this.scheduler.patiently(ask, patience, sleep)) === 'pass' ? 'done' : 'failed';
    }
    const { time, fails } = this.#fate.stacks.get(act) as { time: number; fails: boolean };
    // The lock of its state belongs to someone whose apply is still running.
    for (let until = this.#applying.get(act); until !== undefined; until = this.#applying.get(act)) {
      if (until > this.clock.now) await sleep(until - this.clock.now);
      else this.#applying.delete(act);
    }
    // Plans, before anything is applied.
    await sleep(1);
    if (this.#fenced.has(runner)) return 'failed';
    if (!this.applied.has(act)) {
      this.#applying.set(act, this.clock.now + time);
      const goesOn = this.#fate.goesOn() || pauses;
      const over = () => {
        if (fails && !this.mended) this.failed.add(act);
        else {
          if (this.applied.has(act)) this.#violation(`${act} was applied twice`);
          this.applied.add(act);
        }
      };
      if (goesOn) void this.clock.sleep(time).then(over);
      await sleep(time);
      if (!goesOn) over();
      this.#applying.delete(act);
    }
    return this.applied.has(act) ? 'done' : 'failed';
  }

  /** All runners of the scenario, and those that take over from crashed ones. */
  async runAll(runners: Fate['runners']): Promise<void> {
    const run = async (
      { capacity, crashesAt, stopsAt, pauses }: Fate['runners'][number],
      gone: readonly string[] = [],
    ): Promise<void> => {
      const runner = `runner ${this.#runners++}`;
      const crash = crashesAt === undefined ? undefined : this.clock.now + crashesAt;
      const begun = this.clock.now;
      // A crashed runner never wakes, and a paused one wakes late.
      const sleep = async (time: number) => {
        await this.clock.sleep(time);
        const at = this.clock.now - begun;
        if (pauses && at >= pauses.from && at < pauses.to) await this.clock.sleep(pauses.to - at);
        if (crash !== undefined && this.clock.now >= crash) await new Promise<never>(() => {});
      };
      const stop = new AbortController();
      if (stopsAt !== undefined)
        void this.clock.sleep(stopsAt).then(() => {
          stop.abort();
          this.#stopped.add(runner);
        });
      const board = this.boardOf(sleep);
      const work = async () => {
        for (const one of gone) await board.update((now) => this.scheduler.takeOver(now, one, runner));
        const { acts } = await this.scheduler.runSchedule(this.#fate.schedule, {
          board,
          runner,
          capacity,
          perform: async (act, of) => {
            const count = (more: number) =>
              this.#working.set(runner, (this.#working.get(runner) ?? 0) + more);
            count(1);
            const how = await this.perform(act, { runner, from: of, pauses: pauses !== undefined, sleep });
            count(-1);
            return how;
          },
          stop: stop.signal,
        });
        for (const [act, state] of Object.entries(acts))
          if (state.state === 'running' && state.runner === runner)
            this.#violation(`${runner} did not wait for ${act}`);
      };
      // A runner that has lost the board ends, and others take over what it had begun.
      const lost = work().then(
        () => false,
        (error) => {
          if (!(error instanceof BoardLost)) throw error;
          if (this.#working.get(runner)) this.#violation(`${runner} did not wait for what it had begun`);
          return true;
        },
      );
      const long = pauses && pauses.to - pauses.from > lease ? [pauses.from + lease] : [];
      const silent = [...long, ...(crashesAt === undefined ? [] : [crashesAt + lease])].map((after) =>
        this.clock.sleep(after).then(() => true),
      );
      if (!(await Promise.race([lost, ...silent]))) return;
      await run({ capacity: 2 }, [...gone, runner]);
      // A runner that was only paused comes back and ends.
      if (crashesAt === undefined) await lost;
    };
    await Promise.all(runners.map((runner) => run(runner)));
  }
}

/** Steps that cannot be rolled out because something that they depend on failed: one check after the other. */
function hopeless({ steps }: Fate['schedule'], { acts }: Board): Set<string> {
  const lost = new Set(steps.filter(({ id }) => acts[id]?.state === 'failed').map(({ id }) => id));
  for (const _ of steps)
    for (const { id, dependencies } of steps) if (dependencies.some((other) => lost.has(other))) lost.add(id);
  return lost;
}

/** What must hold once nothing happens any more. */
function atTheEnd({ board, applied }: Simulation, { schedule, runners, answers }: Fate): string[] {
  const acts = Object.entries(board.acts);
  const lost = hopeless(schedule, board);
  const forgotten = schedule.steps.filter(({ id }) => !board.acts[id] && !lost.has(id)).map(({ id }) => id);
  const stopped = runners.some(({ stopsAt }) => stopsAt !== undefined);
  return [
    ...acts.filter(([, { state }]) => state === 'running').map(([act]) => `at the end ${act} still runs`),
    ...(forgotten.length > 0 && !board.halted && !stopped ? [`at the end ${forgotten} were forgotten`] : []),
    ...acts
      .filter(([act, { state }]) => state === 'failed' && gateOf(act) && answers(act).includes('pass'))
      .map(([act]) => `${act} was given up although it would have passed`),
    ...schedule.steps
      .filter(({ id }) => (board.acts[id]?.state === 'done') !== applied.has(id) && board.acts[id])
      .map(({ id }) => `at the end the board is wrong about ${id}`),
  ];
}

/** What went wrong in the rollout of a seed; empty if all is well. */
export async function simulate(seed: number, scheduler: Scheduler): Promise<string[]> {
  const fate = fateOf(seed);
  const simulation = new Simulation(fate, scheduler);
  const rollout = async (runners: Fate['runners']) => {
    const work = simulation.runAll(runners);
    await simulation.clock.run(simulation.clock.now + 5000);
    await Promise.race([work, Promise.reject(new Error('it hangs'))]);
  };
  try {
    await rollout(fate.runners);
    simulation.violations.push(...atTheEnd(simulation, fate));
    simulation.mended = true;
    simulation.failed.clear();
    simulation.board = scheduler.mended(fate.schedule, simulation.board);
    await rollout([{ capacity: 3 }]);
    const undone = fate.schedule.steps.filter(({ id }) => !simulation.applied.has(id)).map(({ id }) => id);
    if (undone.length > 0)
      simulation.violations.push(`after the cause was mended, ${undone} were not applied`);
  } catch (error) {
    simulation.violations.push((error as Error).message);
  }
  return simulation.violations;
}

/** That many seeds, starting with the first. */
export const seeds = (first: number, many: number): number[] =>
  Array.from({ length: many }, (_, index) => first * 1_000_000 + index);
