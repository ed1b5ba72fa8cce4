import { table } from '../cli/table';
import type { PlanEnd } from '../plan-set/plan-stacks';
import type { StackInfo } from '../selection/stacks';
import { describeApply, describePlan } from '../terraform/changes';
import type { RolloutEnd } from './rollout';

type Trouble = { id: string; reason: string; remedy?: string; log?: string };

/** One paragraph per stack that failed or did not start. */
function troubles(ends: readonly ({ id: string } | Trouble)[]): string[] {
  return ends
    .filter((end): end is Trouble => 'reason' in end)
    .map(({ id, reason, remedy, log }) =>
      [`${id}: ${reason}`, remedy && `  ${remedy}`, log && `  log: ${log}`].filter(Boolean).join('\n'),
    );
}

/** Human-readable summary of a plan set. */
export function planReport(folder: string, ends: readonly PlanEnd[]): string {
  const rows = ends.map((end) =>
    end.outcome === 'planned'
      ? [
          end.id,
          describePlan(end.counts, end.changed),
          end.bootstrapped ? '' : 'not bootstrapped: rollout creates it',
        ]
      : [end.id, end.outcome, ''],
  );
  return [table(['stack', 'plan', 'note'], rows), ...troubles(ends), `plan set: ${folder}`].join('\n');
}

/** Beyond this, stacks are counted rather than listed: nobody would read them, and `--json` has them all. */
const mostListed = 100;

/** Counts of outcomes, most frequent first. */
function outcomeCounts(ends: readonly RolloutEnd[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of ends) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  return table(['outcome', 'stacks'], rows);
}

/** Human-readable report of what a rollout did and did not do. */
export function rolloutReport(ends: readonly RolloutEnd[], again: string, gate?: string): string {
  const rows = ends.map((end) => [
    end.id,
    end.outcome,
    end.outcome === 'applied'
      ? describeApply(end.counts)
      : end.outcome === 'elsewhere'
        ? `run ${end.run}`
        : '',
    end.seconds,
  ]);
  const incomplete = gate !== undefined || ends.some((end) => 'reason' in end);
  return [
    ends.length > mostListed
      ? outcomeCounts(ends)
      : table(['stack', 'outcome', 'resources', 'seconds'], rows),
    ...troubles(ends),
    ...(gate ? [gate] : []),
    ...(incomplete ? [`completed work is kept; to continue, run again: ${again}`] : []),
  ].join('\n');
}

/** The accounts and regions that a rollout will touch. */
export function touched(environment: string, stacks: readonly StackInfo[]): string {
  const accounts = [...new Set(stacks.map(({ account, accountId }) => `${account} (${accountId})`))].sort();
  const rows = accounts.map((account) => {
    const own = stacks.filter((stack) => `${stack.account} (${stack.accountId})` === account);
    const regions = [...new Set(own.map(({ region }) => region))];
    return [account, regions.join(', '), [...new Set(own.map(({ stack }) => stack))].sort().join(', ')];
  });
  return [
    `environment ${environment}: ${stacks.length} stacks`,
    table(['account', 'regions', 'stacks'], rows),
  ].join('\n');
}
