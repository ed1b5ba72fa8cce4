import { haltReason, lostSteps, nextActs } from './decide';
import { type Act, type Board, gateOf, type Schedule } from './schedule';

/** What runners share. One runner keeps it to itself; several keep it in the state bucket. */
export interface SharedBoard {
  /**
   * Changes the board as it is at that moment: `change` may be called several times, and only its last answer counts.
   * What comes back has that change in it, and maybe later ones of others. Throws when it cannot be known whether the
   * board was changed.
   */
  update(change: (board: Board) => Board): Promise<Board>;
  /** Resolves when somebody else may have changed it. */
  changed(): Promise<void>;
}

export interface RunOptions {
  board: SharedBoard;
  /** This runner; no other has the same. */
  runner: string;
  /** How much it does at once, at most. */
  capacity: number;
  /**
   * Does an act, and says how it ended. What was interrupted is as if it had not begun. Never throws.
   * @param from runners that had begun it and were believed to be gone
   */
  perform(act: Act, from: readonly string[]): Promise<'done' | 'failed' | 'interrupted'>;
  /** Once aborted, nothing new is begun. */
  stop: AbortSignal;
}

const isGone = ({ gone = [] }: Board, runner: string) => gone.includes(runner);

/** Begins what may be begun, as this runner's. */
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
  // Somebody has taken it over from a runner that was believed to be gone, and will say how it ended.
  if (board.acts[act]?.runner !== runner) return board;
  if (how !== 'interrupted') return { ...board, acts: { ...board.acts, [act]: { state: how, runner } } };
  const { [act]: _, ...others } = board.acts;
  return { ...board, acts: others };
}

/**
 * What a runner that is gone had begun becomes another's. It counts as running all the time, since it may still fail.
 * Nobody takes over who was believed to be gone, too.
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
 * After a halt, once its cause is mended: whatever is neither done nor running is to be begun anew, and so are the gates
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

/** Whether nothing has gone wrong but that a wave was not let begin, as when nobody has approved it yet. */
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
 * Does all that its schedule lets a runner do, together with others that share the board, until nothing is left, the
 * rollout halts, it is stopped, or others have taken over its work. What runs is always waited for.
 * @returns the board at the end
 * @throws what the board throws, when it cannot be known whether it was changed
 */
export async function runSchedule(schedule: Schedule, options: RunOptions): Promise<Board> {
  const { board, runner, perform, stop } = options;
  const mine = new Map<Act, Promise<void>>();
  const stopped = whenAborted(stop);
  const start = async (act: Act, from: readonly string[]) => {
    const how = await perform(act, from);
    await board.update((now) => end(now, act, runner, how));
    mine.delete(act);
  };
  try {
    for (;;) {
      const now = await board.update((before) => (stop.aborted ? before : begin(schedule, before, options)));
      for (const act of running(now, (other) => other === runner)) {
        if (mine.has(act)) continue;
        const work = start(act, now.acts[act]?.from ?? []);
        // It is looked at below, and may have failed by then.
        work.catch(() => {});
        mine.set(act, work);
      }
      const leaves = stop.aborted || isGone(now, runner);
      const others = leaves ? [] : running(now, (other) => other !== runner);
      if (mine.size === 0 && others.length === 0) {
        // Others may have changed the board since this runner's own change of it.
        if (leaves || nextActs(schedule, now).length === 0) return now;
        continue;
      }
      await Promise.race([...mine.values(), ...(others.length > 0 ? [board.changed(), stopped] : [])]);
    }
  } finally {
    await Promise.allSettled(mine.values());
  }
}

/** Why a step was not started, for a person. */
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
      reason: 'nothing was heard of this runner for too long, and others have gone on without it',
    };
  return {
    outcome: 'not started',
    reason: interrupted ? 'interrupted before its turn' : 'it was not its turn',
  };
}
