import { join } from 'node:path';
import type { Context } from '../cli/context';
import { explainDisk } from '../cli/disk';
import { exitCodes, FleetError, interruption, messageOf } from '../cli/errors';
import { progressFor } from '../cli/progress';
import { privateFolder, timestamp } from '../cli/workspace';
import { terraformEnvironment } from '../terraform/environment';
import type { StackSession } from '../terraform/session';
import { waitForEarlier } from '../terraform/wait-for-earlier';
import { type Purpose, prepareWorkFolder, workFolder } from '../terraform/work-folder';
import type { WaveGates } from './gates/wave-gates';
import { haltReason } from './schedule/decide';
import { memoryBoard } from './schedule/memory-board';
import { runSchedule, whyNotStarted } from './schedule/run-schedule';
import { type Board, gateOf, type Schedule } from './schedule/schedule';
import { Turns } from './schedule/turns';
import { endElsewhere, gateElsewhere } from './shared/elsewhere';
import type { JoinedBoard } from './shared/join';

/** The outcome of a stack that failed or never started. */
export interface StackTrouble {
  /** `halted`: not started, because too much had failed. */
  outcome: 'failed' | 'interrupted' | 'halted' | 'not started';
  reason: string;
  remedy?: string;
}

/** One selected stack's end. */
export type StackEnd<R> = { id: string; seconds: number; log?: string } & (R | StackTrouble);

/** How all stacks of a run ended. */
export interface RunEnd<R> {
  ends: StackEnd<R>[];
  /** Why a gate stopped a wave from beginning or passing. */
  gate?: string;
}

export interface RunStacksOptions<R> {
  environment: string;
  purpose: Purpose;
  /** On the first Ctrl-C, running work finishes, since it changes something. */
  finish?: boolean;
  /** Most stacks that this machine works on at a time. */
  parallel: number;
  /** Prepare as many stacks again, so that they are planned when their turn comes: then `work` waits for `turn`. */
  ahead?: boolean;
  /** Checks before and after each wave. */
  gates?: WaveGates;
  /** The board shared with other runners; undefined if this is the only one. */
  shared?: JoinedBoard;
  /** The result of a stack that another runner has rolled out. */
  elsewhere?(runner: string): R;
  /**
   * What to do with each stack. May throw.
   * @param turn resolves when the stack may change something; throws if by then nothing more may
   */
  work(session: StackSession, turn: () => Promise<void>): Promise<R>;
  /** The stack's final line on the progress display. */
  word(result: R): string;
}

function troubleOf(thrown: unknown, state: string): StackTrouble {
  const error = explainDisk(thrown, state);
  const reason = messageOf(error);
  if (!(error instanceof FleetError)) return { outcome: 'failed', reason };
  const { exitCode, remedy } = error;
  if (exitCode === exitCodes.interrupted) return { outcome: 'interrupted', reason, remedy };
  return { outcome: exitCode === exitCodes.halted ? 'halted' : 'failed', reason, remedy };
}

/** Runs Terraform on stacks as scheduled, with progress and a log each. Every stack ends with exactly one outcome. */
export async function runStacks<R extends { outcome: string }>(
  context: Context,
  schedule: Schedule,
  {
    environment,
    purpose,
    finish = false,
    parallel,
    ahead = false,
    gates,
    shared,
    elsewhere,
    work,
    word,
  }: RunStacksOptions<R>,
): Promise<RunEnd<R>> {
  const { workspace, interrupt, env, say, json } = context;
  const terraform = terraformEnvironment(workspace, env);
  terraform.notes.forEach(say);
  const logs = privateFolder(workspace.state, 'runs', timestamp(new Date()));
  const { signal: stop, tell } = interrupt;
  const progress = await progressFor(schedule.steps, process.stderr, json);

  const sharedBoard = shared?.board ?? memoryBoard();
  const preparing = new Turns(parallel);
  const changing = new Turns(parallel);
  const takeTurn = async (id: string, turns: Turns, waits: () => void) => {
    if (!ahead) return;
    await turns.take(id, waits);
    if (stop.aborted) throw interruption('interrupted before its turn');
    const now = await sharedBoard.update((board) => board);
    const halted = haltReason(schedule, now);
    if (halted) throw new FleetError(halted, { exitCode: exitCodes.halted });
  };

  /** Running stacks and their phases. */
  const phases = new Map<string, string>();
  const showStopping = () => {
    for (const [id, phase] of phases) progress.update(id, `stopping, ${phase}`);
  };
  tell.addEventListener('abort', showStopping, { once: true });

  const ends = new Map<string, StackEnd<R>>();
  const run = async (id: string, from: readonly string[]): Promise<'done' | 'failed' | 'interrupted'> => {
    const started = performance.now();
    const log = join(logs, `${id}.log`);
    const seconds = () => Math.round((performance.now() - started) / 100) / 10;
    try {
      const report = (phase: string, detail?: string) => {
        phases.set(id, phase);
        progress.update(id, tell.aborted ? `stopping, ${phase}` : phase, detail);
      };
      await takeTurn(id, preparing, () => report('waits'));
      for (const gone of from) await shared?.fence(gone);
      // A plan during an apply would show changes that the apply has yet to make.
      for (const earlier of new Set<Purpose>(['change', purpose])) {
        const note = await waitForEarlier(workFolder(workspace, id, earlier), { id, tell, report });
        if (note) say(note);
      }
      const folder = prepareWorkFolder(workspace, { id, environment }, purpose);
      // Work that changes something finishes, but nothing new starts.
      const session = { id, folder, log, terraform, stop: finish ? tell : stop, tell, report };
      const result = await work(session, async () => {
        preparing.end(id);
        await takeTurn(id, changing, () => report('planned, waits for its turn'));
      });
      progress.end(id, 'done', `${word(result)}  ${seconds()} s`);
      ends.set(id, { id, seconds: seconds(), log, ...result });
      return 'done';
    } catch (error) {
      const trouble = troubleOf(error, workspace.state);
      if (trouble.outcome === 'failed') progress.end(id, 'failed', trouble.reason.split('\n')[0] ?? '');
      else progress.end(id, 'waiting', trouble.outcome);
      ends.set(id, { id, seconds: seconds(), log, ...trouble });
      return trouble.outcome === 'failed' ? 'failed' : 'interrupted';
    } finally {
      phases.delete(id);
    }
  };
  let gate: string | undefined;
  const pass = async ({ side, wave }: { side: 'open' | 'close'; wave: number }) => {
    try {
      if (gates?.asks && side === 'open') progress.pause();
      await gates?.[side](wave);
      return 'done';
    } catch (error) {
      if (stop.aborted) return 'interrupted';
      gate = messageOf(error);
      return 'failed';
    }
  };
  const runner = shared?.runner ?? 'this';
  let board: Board;
  try {
    board = await interrupt.hold(
      () =>
        runSchedule(schedule, {
          board: sharedBoard,
          runner,
          capacity: ahead ? 2 * parallel : parallel,
          perform: (act, from) => {
            const of = gateOf(act);
            return of ? pass(of) : run(act, from);
          },
          ended: (act) => {
            preparing.end(act);
            changing.end(act);
          },
          stop,
        }),
      { finish },
    );
  } finally {
    tell.removeEventListener('abort', showStopping);
    progress.close();
  }
  const here = { runner, environment };
  const all = schedule.steps.map(({ id }): StackEnd<R> => {
    const own = ends.get(id);
    if (own && !('reason' in own)) return own;
    // Another runner may have continued where this one failed or was interrupted.
    const other = endElsewhere(board, id, here);
    if (other?.outcome === 'done' && elsewhere) return { id, seconds: 0, ...elsewhere(other.runner) };
    if (other?.outcome === 'failed') return { id, seconds: 0, ...other.trouble };
    return (
      own ?? { id, seconds: 0, ...whyNotStarted(schedule, board, id, { runner, interrupted: stop.aborted }) }
    );
  });
  const blame = gate ?? gateElsewhere(schedule, board, here);
  return { ends: all, ...(blame && { gate: blame }) };
}
