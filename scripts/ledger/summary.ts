import { describeRunner, type Runner } from '../cli/runner';
import { table } from '../cli/table';
import { takenBy } from './fence';
import type { Entry } from './line';
import { stepsOf } from './steps';

/** A run in one line. */
export interface RunSummary {
  command: string;
  /** Who runs it, or ran it last. */
  who: string;
  /** `running, or broken off` if it has no end yet: it is still running, or was killed. */
  outcome: string;
  steps: number;
  done: number;
  /** The board that it shares with other runners. */
  board?: string;
}

function outcomeOf(entries: readonly Entry[]): string {
  const last = entries.at(-1);
  if (last?.type === 'close') return String(last.data.outcome);
  const by = last && takenBy(last);
  return by ? `taken over by run ${by}` : 'running, or broken off';
}

/** Sums a ledger up. */
export function summaryOf(entries: readonly Entry[]): RunSummary {
  const first = entries[0]?.data ?? {};
  const runner = entries.findLast(({ type }) => type === 'run' || type === 'resume')?.data.runner;
  const steps = [...stepsOf(entries).values()];
  const planned = Array.isArray(first.stacks) ? first.stacks.length : steps.length;
  return {
    command: String(first.command ?? 'unknown'),
    who: runner ? describeRunner(runner as Runner) : 'unknown',
    outcome: outcomeOf(entries),
    steps: planned,
    done: steps.filter(({ end }) => end?.outcome === 'done').length,
    ...(typeof first.board === 'string' && { board: first.board }),
  };
}

/** A step's end in a few words. */
function resultOf(data: Entry['data'] | undefined): string {
  if (!data) return '';
  if (data.outcome === 'failed') return String(data.reason ?? '');
  const { outcome } = (data.result ?? {}) as { outcome?: string };
  return outcome ?? '';
}

/** A run, step by step, for a person. */
export function describeSteps(run: string, entries: readonly Entry[]): string {
  const { command, who, outcome, board } = summaryOf(entries);
  const rows = [...stepsOf(entries).values()].map(({ id, end }) => [
    id,
    end?.outcome ?? 'no end',
    resultOf(end?.data),
  ]);
  return [
    `${run}: ${command} by ${who}${board ? `, on board ${board}` : ''}; ${outcome}`,
    `from ${entries[0]?.at} to ${entries.at(-1)?.at}, ${entries.length} lines`,
    table(['step', 'end', 'result'], rows),
  ].join('\n');
}
