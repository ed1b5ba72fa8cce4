import { describeRunner, type Runner } from '../cli/runner';
import { table } from '../cli/table';
import type { Entry } from './line';
import { stepsOf } from './steps';

/** A run in one line. */
export interface RunSummary {
  command: string;
  /** Who runs it, or ran it last. */
  who: string;
  /** `broken off` when it has no end: it runs still, or was killed. */
  outcome: string;
  steps: number;
  done: number;
}

/** Sums a ledger up. */
export function summaryOf(entries: readonly Entry[]): RunSummary {
  const first = entries[0]?.data ?? {};
  const runner = entries.findLast(({ type }) => type === 'run' || type === 'resume')?.data.runner;
  const last = entries.at(-1);
  const steps = [...stepsOf(entries).values()];
  const planned = Array.isArray(first.stacks) ? first.stacks.length : steps.length;
  return {
    command: String(first.command ?? 'unknown'),
    who: runner ? describeRunner(runner as Runner) : 'unknown',
    outcome: last?.type === 'close' ? String(last.data.outcome) : 'running, or broken off',
    steps: planned,
    done: steps.filter(({ end }) => end?.outcome === 'done').length,
  };
}

/** What a step's end says, in a few words. */
function resultOf(data: Entry['data'] | undefined): string {
  if (!data) return '';
  if (data.outcome === 'failed') return String(data.reason ?? '');
  const { outcome } = (data.result ?? {}) as { outcome?: string };
  return outcome ?? '';
}

/** A run, step by step, for a person. */
export function describeSteps(run: string, entries: readonly Entry[]): string {
  const { command, who, outcome } = summaryOf(entries);
  const rows = [...stepsOf(entries).values()].map(({ id, end }) => [
    id,
    end?.outcome ?? 'no end',
    resultOf(end?.data),
  ]);
  return [
    `${run}: ${command} by ${who}; ${outcome}`,
    `from ${entries[0]?.at} to ${entries.at(-1)?.at}, ${entries.length} lines`,
    table(['step', 'end', 'result'], rows),
  ].join('\n');
}
