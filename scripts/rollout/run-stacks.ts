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
import type { Step } from './order';
import { runSteps } from './run-steps';

/** The outcome of a stack that failed or never started. */
export interface StackTrouble {
  outcome: 'failed' | 'interrupted' | 'not started';
  reason: string;
  remedy?: string;
}

/** One selected stack's end. */
export type StackEnd<R> = { id: string; seconds: number; log?: string } & (R | StackTrouble);

export interface RunStacksOptions<R> {
  environment: string;
  purpose: Purpose;
  parallel: number;
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

/** Runs Terraform on stacks in their order, with progress and a log each. Every stack ends in one outcome. */
export async function runStacks<R extends { outcome: string }>(
  context: Context,
  steps: readonly Step[],
  { environment, purpose, parallel, work, word }: RunStacksOptions<R>,
): Promise<StackEnd<R>[]> {
  const { workspace, interrupt, env, say, json } = context;
  const terraform = terraformEnvironment(workspace, env);
  terraform.notes.forEach(say);
  const logs = privateFolder(workspace.state, 'runs', timestamp(new Date()));
  const { signal: stop, tell } = interrupt;
  const progress = progressFor(
    steps.map(({ id }) => id),
    process.stderr,
    json,
  );

  /** What runs, and what it is doing. */
  const phases = new Map<string, string>();
  const showStopping = () => {
    for (const [id, phase] of phases) progress.update(id, `stopping, ${phase}`);
  };
  stop.addEventListener('abort', showStopping, { once: true });

  const run = async ({ id }: Step) => {
    const started = performance.now();
    const log = join(logs, `${id}.log`);
    const seconds = () => Math.round((performance.now() - started) / 100) / 10;
    try {
      const report = (phase: string, detail?: string) => {
        phases.set(id, phase);
        progress.update(id, stop.aborted ? `stopping, ${phase}` : phase, detail);
      };
      // A plan beside an apply would show what that has not got to yet.
      for (const earlier of new Set<Purpose>(['change', purpose])) {
        const note = await waitForEarlier(workFolder(workspace, id, earlier), { id, tell, report });
        if (note) say(note);
      }
      const folder = prepareWorkFolder(workspace, { id, environment }, purpose);
      const result = await work({ id, folder, log, terraform, stop, tell, report });
      progress.end(id, true, `${word(result)}  ${seconds()} s`);
      return { ok: true, result: { id, seconds: seconds(), log, ...result } };
    } catch (error) {
      const trouble = troubleOf(error, workspace.state);
      progress.end(
        id,
        false,
        trouble.outcome === 'failed' ? (trouble.reason.split('\n')[0] ?? '') : trouble.outcome,
      );
      return { ok: false, result: { id, seconds: seconds(), log, ...trouble } };
    } finally {
      phases.delete(id);
    }
  };
  const ends = await interrupt.hold(() => runSteps<StackEnd<R>>(steps, { parallel, run, stop }));
  stop.removeEventListener('abort', showStopping);
  await progress.close();
  return steps.map(({ id }) => {
    const end = ends.get(id);
    if (end?.started) return end.result;
    return { id, seconds: 0, outcome: 'not started', reason: end?.why ?? 'it was not its turn' };
  });
}
