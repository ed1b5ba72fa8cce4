/** What a rollout does next: a pure function of its schedule and its progress. */
import { groupBy } from '../../../environments/loading/group-by';
import { type Amount, isSpent, room, stacksIn, type Tally } from './budget';
import {
  type Act,
  type Board,
  closing,
  gateOf,
  opening,
  type Schedule,
  type Step,
  waveName,
} from './schedule';

const stateOf = (board: Board, act: Act) => board.acts[act]?.state;

/**
 * Steps that can never start because a dependency failed, by id; the value is the first failure.
 */
export function lostSteps({ steps }: Pick<Schedule, 'steps'>, board: Board): Map<string, string> {
  const lost = new Map<string, string>();
  if (!steps.some(({ id }) => stateOf(board, id) === 'failed')) return lost;
  const byId = new Map(steps.map((step) => [step.id, step]));
  const visited = new Set<string>();
  const causeOf = (step: Step): string | undefined => {
    if (visited.has(step.id)) return lost.get(step.id);
    visited.add(step.id);
    if (stateOf(board, step.id)) return undefined;
    for (const id of step.dependencies) {
      const dependency = byId.get(id);
      if (!dependency) continue;
      const cause = stateOf(board, id) === 'failed' ? id : causeOf(dependency);
      if (!cause) continue;
      lost.set(step.id, cause);
      return cause;
    }
    return undefined;
  };
  for (const step of steps) causeOf(step);
  return lost;
}

/** The unit of a budget: a wave or, if waves overlap, a region, since waves are then not separate. */
const partOf = ({ overlap }: Schedule, { wave, region }: Step): string => (overlap ? region : waveName(wave));

/** Tallies of all stacks and per budget unit, and the running stacks. */
interface Progress {
  all: Tally;
  parts: ReadonlyMap<string, Tally>;
  running: readonly Step[];
}

function progressOf(schedule: Schedule, board: Board): Progress {
  const all = { total: 0, running: 0, failed: 0 };
  const parts = new Map<string, Tally>();
  const running: Step[] = [];
  for (const [part, steps] of groupBy(schedule.steps, (step) => partOf(schedule, step))) {
    const own = { total: steps.length, running: 0, failed: 0 };
    for (const step of steps) {
      const state = stateOf(board, step.id);
      if (state === 'failed') own.failed++;
      if (state !== 'running') continue;
      own.running++;
      running.push(step);
    }
    parts.set(part, own);
    for (const key of ['total', 'running', 'failed'] as const) all[key] += own[key];
  }
  return { all, parts, running };
}

const failures = ({ failed }: Tally) => `${failed} ${failed === 1 ? 'stack' : 'stacks'} failed`;

const allowed = (amount: Amount, { total }: Tally) =>
  `the budget allows ${stacksIn(amount, total)} of ${total}`;

/** Why nothing more may start; undefined if there is no reason. */
export function haltReason(schedule: Schedule, board: Board): string | undefined {
  const { budget } = schedule;
  if (board.halted) return board.halted;
  for (const [act, { state }] of Object.entries(board.acts)) {
    const gate = state === 'failed' && gateOf(act);
    if (gate) return `${waveName(gate.wave)} was not allowed to ${gate.side === 'open' ? 'begin' : 'pass'}`;
  }
  const { all, parts } = progressOf(schedule, board);
  if (isSpent(budget.overall, all)) return `${failures(all)}, and ${allowed(budget.overall, all)}`;
  for (const [part, tally] of parts) {
    if (isSpent(budget.wave, tally))
      return `${failures(tally)} in ${part}, and ${allowed(budget.wave, tally)}`;
  }
  return undefined;
}

/** Steps that may start now according to the order. */
const ready = (
  steps: readonly Step[],
  all: readonly Step[],
  board: Board,
  lost: ReadonlyMap<string, string>,
) => {
  const selected = new Set(all.map(({ id }) => id));
  return steps.filter(
    ({ id, dependencies }) =>
      !stateOf(board, id) &&
      !lost.has(id) &&
      dependencies.every((other) => !selected.has(other) || stateOf(board, other) === 'done'),
  );
};

/** Every limit that applies to this step, with how many more may start under it. */
function capsOf(schedule: Schedule, progress: Progress, step: Step): [name: string, left: () => number][] {
  const { limits, budget } = schedule;
  const part = partOf(schedule, step);
  const running = (of: (other: Step) => boolean) => progress.running.filter(of).length;
  return [
    ['overall', () => limits.overall - running(() => true)],
    [`account ${step.account}`, () => limits.account - running(({ account }) => account === step.account)],
    [`region ${step.region}`, () => limits.region - running(({ region }) => region === step.region)],
    ['budget', () => room(budget.overall, progress.all, budget.mode)],
    [`budget of ${part}`, () => room(budget.wave, progress.parts.get(part) as Tally, budget.mode)],
  ];
}

/** As many of them as limits, budget and the caller's capacity allow. */
function within(schedule: Schedule, board: Board, wanted: readonly Step[], most: number): Act[] {
  const progress = progressOf(schedule, board);
  const left = new Map<string, number>();
  const acts: Act[] = [];
  for (const step of wanted) {
    if (acts.length >= most) break;
    const caps = capsOf(schedule, progress, step);
    for (const [name, more] of caps) if (!left.has(name)) left.set(name, more());
    if (!caps.every(([name]) => (left.get(name) ?? 0) > 0)) continue;
    for (const [name] of caps) left.set(name, (left.get(name) ?? 0) - 1);
    acts.push(step.id);
  }
  return acts;
}

/**
 * What may begin now; nothing, once there is a reason to halt.
 * @param most the caller's capacity
 */
export function nextActs(schedule: Schedule, board: Board, most = Number.POSITIVE_INFINITY): Act[] {
  if (haltReason(schedule, board)) return [];
  const { steps, overlap } = schedule;
  const lost = lostSteps(schedule, board);
  if (overlap) return within(schedule, board, ready(steps, steps, board, lost), most);
  const waves = groupBy(steps, ({ wave }) => String(wave));
  for (const wave of [...waves.keys()].map(Number).sort((a, b) => a - b)) {
    if (stateOf(board, closing(wave)) === 'done') continue;
    const own = waves.get(String(wave)) ?? [];
    // None of its steps can start, so there is nothing to wait for.
    if (own.every(({ id }) => lost.has(id))) continue;
    const opened = stateOf(board, opening(wave));
    if (opened !== 'done') return opened ? [] : [opening(wave)];
    const acts = within(schedule, board, ready(own, steps, board, lost), most);
    const over = own.every(({ id }) => lost.has(id) || ['done', 'failed'].includes(stateOf(board, id) ?? ''));
    return over && !stateOf(board, closing(wave)) ? [closing(wave)] : acts;
  }
  return [];
}
