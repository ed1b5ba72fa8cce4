import { join } from 'node:path';
import type { Context } from '../cli/context';
import { explainDisk } from '../cli/disk';
import { exitCodes, FleetError, messageOf } from '../cli/errors';
import { progressFor } from '../cli/progress';
import { privateFolder, timestamp } from '../cli/workspace';
import { terraformEnvironment } from '../terraform/environment';
import type { StackSession } from '../terraform/session';
import { waitForEarlier } from '../terraform/wait-for-earlier';
import { type Purpose, prepareWorkFolder, workFolder } from '../terraform/work-folder';
import type { WaveGates } from './gates/wave-gates';
import { memoryBoard } from './schedule/memory-board';
import { runSchedule, whyNotStarted } from './schedule/run-schedule';
import { gateOf, type Schedule } from './schedule/schedule';

/** The outcome of a stack that failed or never started. */
export interface StackTrouble {
  /** `halted`: it was not started, as too much had failed. */
  outcome: 'failed' | 'interrupted' | 'halted' | 'not started';
  reason: string;
  remedy?: string;
}

/** One selected stack's end. */
export type StackEnd<R> = { id: string; seconds: number; log?: string } & (R | StackTrouble);

/** How all stacks of a run ended. */
export interface RunEnd<R> {
  ends: StackEnd<R>[];
  /** Why a gate did not let a wave begin or pass. */
  gate?: string;
}

export interface RunStacksOptions<R> {
  environment: string;
  purpose: Purpose;
  /** On the first Ctrl-C what runs is finished, since it changes something. */
  finish?: boolean;
  /** Stacks that this machine works on at once, at most. */
  parallel: number;
  /** What is done before and after each wave. */
  gates?: WaveGates;
  /** What to do with each stack. May throw. */
  work(session: StackSession): Promise<R>;
  /** The stack's final line on the progress display. */
  word(result: R): string;
}

function troubleOf(thrown: unknown, state: string): StackTrouble {
  const error = explainDisk(thrown, state);
  const interrupted = error instanceof FleetError && error.exitCode === exitCodes.interrupted;
  const remedy = error instanceof FleetError ? error.remedy : undefined;
  return { outcome: interrupted ? 'interrupted' : 'failed', reason: messageOf(error), remedy };
}

/** Runs Terraform on stacks as scheduled, with progress and a log each. Every stack ends in one outcome. */
export async function runStacks<R extends { outcome: string }>(
  context: Context,
  schedule: Schedule,
  { environment, purpose, finish = false, parallel, gates, work, word }: RunStacksOptions<R>,
): Promise<RunEnd<R>> {
  const { workspace, interrupt, env, say, json } = context;
  const terraform = terraformEnvironment(workspace, env);
  terraform.notes.forEach(say);
  const logs = privateFolder(workspace.state, 'runs', timestamp(new Date()));
  const { signal: stop, tell } = interrupt;
  const progress = await progressFor(schedule.steps, process.stderr, json);

  /** What runs, and what it is doing. */
  const phases = new Map<string, string>();
  const showStopping = () => {
    for (const [id, phase] of phases) progress.update(id, `stopping, ${phase}`);
  };
  tell.addEventListener('abort', showStopping, { once: true });

  const ends = new Map<string, StackEnd<R>>();
  const run = async (id: string): Promise<'done' | 'failed' | 'interrupted'> => {
    const started = performance.now();
    const log = join(logs, `${id}.log`);
    const seconds = () => Math.round((performance.now() - started) / 100) / 10;
    try {
      const report = (phase: string, detail?: string) => {
        phases.set(id, phase);
        progress.update(id, tell.aborted ? `stopping, ${phase}` : phase, detail);
      };
      // A plan beside an apply would show what that has not got to yet.
      for (const earlier of new Set<Purpose>(['change', purpose])) {
        const note = await waitForEarlier(workFolder(workspace, id, earlier), { id, tell, report });
        if (note) say(note);
      }
      const folder = prepareWorkFolder(workspace, { id, environment }, purpose);
      // What changes something is finished, whatever follows it is not begun.
      const session = { id, folder, log, terraform, stop: finish ? tell : stop, tell, report };
      const result = await work(session);
      progress.end(id, true, `${word(result)}  ${seconds()} s`);
      ends.set(id, { id, seconds: seconds(), log, ...result });
      return 'done';
    } catch (error) {
      const trouble = troubleOf(error, workspace.state);
      progress.end(
        id,
        false,
        trouble.outcome === 'failed' ? (trouble.reason.split('\n')[0] ?? '') : trouble.outcome,
      );
      ends.set(id, { id, seconds: seconds(), log, ...trouble });
      return trouble.outcome === 'interrupted' ? 'interrupted' : 'failed';
    } finally {
      phases.delete(id);
    }
  };
  let gate: string | undefined;
  const pass = async ({ side, wave }: { side: 'open' | 'close'; wave: number }) => {
    try {
      await gates?.[side](wave);
      return 'done';
    } catch (error) {
      if (stop.aborted) return 'interrupted';
      gate = messageOf(error);
      return 'failed';
    }
  };
  const board = await interrupt.hold(
    () =>
      runSchedule(schedule, {
        board: memoryBoard(),
        runner: 'this',
        capacity: parallel,
        perform: (act) => {
          const of = gateOf(act);
          return of ? pass(of) : run(act);
        },
        stop,
      }),
    { finish },
  );
  tell.removeEventListener('abort', showStopping);
  progress.close();
  const all = schedule.steps.map(
    ({ id }) => ends.get(id) ?? { id, seconds: 0, ...whyNotStarted(schedule, board, id, stop.aborted) },
  );
  return { ends: all, ...(gate && { gate }) };
}
