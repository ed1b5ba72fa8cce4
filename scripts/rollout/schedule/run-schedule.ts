import { haltReason, lostSteps, nextActs } from './decide';
import { type Act, type Board, gateOf, type Schedule } from './schedule';

/** What runners share: in memory for a single runner, in the state bucket for several. */
export interface SharedBoard {
  /**
   * Changes the current board: `change` may be called several times, and only its last result counts.
   * The returned board includes that change, and possibly later ones by others. Throws if it is unknown whether the
   * board was changed.
   */
  update(change: (board: Board) => Board): Promise<Board>;
  /** Resolves when another runner may have changed it. */
  changed(): Promise<void>;
}

export interface RunOptions {
  board: SharedBoard;
  /** This runner's unique id. */
  runner: string;
  /** Most acts that it performs at a time. */
  capacity: number;
  /**
   * Performs an act and returns how it ended. An interrupted act counts as not begun. Never throws.
   * @param from runners that had begun it and are presumed dead
   */
  perform(act: Act, from: readonly string[]): Promise<'done' | 'failed' | 'interrupted'>;
  /** Called when an act has ended and the board says so. */
  ended?(act: Act): void;
  /** Once aborted, nothing new begins. */
  stop: AbortSignal;
}

const isGone = ({ gone = [] }: Board, runner: string) => gone.includes(runner);

/** Marks what may begin as begun by this runner. */
function begin(schedule: Schedule, board: Board, { runner, capacity }: RunOptions): Board {
  if (isGone(board, runner)) return board;
  const halted = haltReason(schedule, board);
  if (halted) return { ...board, halted };
  const free = Math.max(0, capacity - running(board, (other) => other === runner).length);
  const acts = nextActs(schedule, board, free)
    .slice(0, free)
    .map((act) => [act, { state: 'running' as const, runner }]);
  if (acts.length === 0) return board;
  return { ...board, acts: { ...board.acts, ...Object.fromEntries(acts) } };
}

function end(board: Board, act: Act, runner: string, how: 'done' | 'failed' | 'interrupted'): Board {
  // Another runner presumed this one dead and took the act over; that runner will report how it ended.
  if (board.acts[act]?.runner !== runner) return board;
  if (how !== 'interrupted') return { ...board, acts: { ...board.acts, [act]: { state: how, runner } } };
  const { [act]: _, ...others } = board.acts;
  return { ...board, acts: others };
}

/**
 * Reassigns what a dead runner had begun. It counts as running throughout, since it may still fail.
 * A runner that is itself presumed dead may not take over.
 */
export function takeOver(board: Board, gone: string, runner: string): Board {
  if (isGone(board, runner)) return board;
  const acts = Object.entries(board.acts).map(([act, state]) => [
    act,
    state.state === 'running' && state.runner === gone
      ? { ...state, runner, from: [...(state.from ?? []), gone] }
      : state,
  ]);
  return { ...board, acts: Object.fromEntries(acts), gone: [...new Set([...(board.gone ?? []), gone])] };
}

/**
 * After a halt whose cause has been fixed: everything neither done nor running can begin again, and so can the gates
 * of its waves.
 */
export function mended({ steps }: Schedule, { acts, gone }: Board): Board {
  const is = (state: string, act: Act) => acts[act]?.state === state;
  const left = new Set(steps.filter(({ id }) => !is('done', id)).map(({ wave }) => wave));
  const kept = Object.entries(acts).filter(([act]) => {
    const gate = gateOf(act);
    return is('running', act) || (is('done', act) && !(gate && left.has(gate.wave)));
  });
  return { acts: Object.fromEntries(kept), ...(gone && { gone }) };
}

/** Whether the only obstacle is a wave that may not begin yet, such as one that is not approved yet. */
export function onlyWaits({ acts }: Board): boolean {
  const failed = Object.keys(acts).filter((act) => acts[act]?.state === 'failed');
  return failed.length > 0 && failed.every((act) => gateOf(act)?.side === 'open');
}

const running = (board: Board, ofRunner: (runner: string) => boolean): Act[] =>
  Object.entries(board.acts)
    .filter(([, { state, runner }]) => state === 'running' && ofRunner(runner))
    .map(([act]) => act);

const whenAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/**
 * Does everything that the schedule allows this runner to do, together with others that share the board, until nothing is
 * left, the rollout halts, it is stopped, or others have taken over its work. Always waits for running work.
 * @returns the final board
 * @throws what the board throws if it is unknown whether it was changed
 */
export async function runSchedule(schedule: Schedule, options: RunOptions): Promise<Board> {
  const { board, runner, perform, ended, stop } = options;
  const mine = new Map<Act, Promise<void>>();
  const stopped = whenAborted(stop);
  const start = async (act: Act, from: readonly string[]) => {
    const how = await perform(act, from);
    try {
      await board.update((now) => end(now, act, runner, how));
    } finally {
      ended?.(act);
    }
    mine.delete(act);
  };
  try {
    for (;;) {
      const now = await board.update((before) => (stop.aborted ? before : begin(schedule, before, options)));
      for (const act of running(now, (other) => other === runner)) {
        if (mine.has(act)) continue;
        const work = start(act, now.acts[act]?.from ?? []);
        // Awaited below; it may fail before then.
        work.catch(() => {});
        mine.set(act, work);
      }
      const leaves = stop.aborted || isGone(now, runner);
      const others = leaves ? [] : running(now, (other) => other !== runner);
      if (mine.size === 0 && others.length === 0) {
        // Others may have changed the board since this runner's own change.
        if (leaves || nextActs(schedule, now).length === 0) return now;
        continue;
      }
      await Promise.race([...mine.values(), ...(others.length > 0 ? [board.changed(), stopped] : [])]);
    }
  } finally {
    await Promise.allSettled(mine.values());
  }
}

/** Human-readable reason why a step was not started. */
export function whyNotStarted(
  schedule: Schedule,
  board: Board,
  id: string,
  { runner, interrupted }: { runner: string; interrupted: boolean },
): { outcome: 'halted' | 'not started'; reason: string } {
  const cause = lostSteps(schedule, board).get(id);
  if (cause) return { outcome: 'not started', reason: `it depends on ${cause}, which was not applied` };
  const halted = haltReason(schedule, board);
  if (halted) return { outcome: 'halted', reason: halted };
  if (isGone(board, runner))
    return {
      outcome: 'not started',
      reason: 'this runner was silent for too long, and others have continued without it',
    };
  return {
    outcome: 'not started',
    reason: interrupted ? 'interrupted before its turn' : 'it was not its turn',
  };
}
