import type { CommandResult } from '../cli/context';
import { table } from '../cli/table';
import type { RolloutEnd } from '../rollout/rollout';
import type { StackInfo } from '../selection/stacks';
import type { FlowOutcome } from './flow';

/** The demo's summary: what was deployed where, and how long it took. */
export function summarize(
  environment: string,
  stacks: readonly StackInfo[],
  ends: readonly RolloutEnd[],
  flows: Readonly<Record<string, FlowOutcome>>,
  seconds: number,
): CommandResult {
  const created = new Map(ends.map((end) => [end.id, 'counts' in end ? end.counts.create : 0]));
  const accounts = [...new Set(stacks.map(({ account }) => account))];
  const regions = [...new Set(stacks.map(({ region }) => region))];
  const resources = (own: readonly StackInfo[]) =>
    own.reduce((sum, { id }) => sum + (created.get(id) ?? 0), 0);
  const rows = accounts.flatMap((account) =>
    regions.flatMap((region) => {
      const own = stacks.filter((stack) => stack.account === account && stack.region === region);
      if (own.length === 0) return [];
      const tenants = new Set(own.flatMap((stack) => stack.tenants)).size;
      return [[account, region, own.length, tenants, resources(own)]];
    }),
  );
  const totals = {
    accounts: accounts.length,
    regions: regions.length,
    stacks: stacks.length,
    resources: resources(stacks),
    seconds,
  };
  const text = [
    table(['account', 'region', 'stacks', 'tenants', 'resources'], rows),
    `${environment}: ${totals.accounts} accounts, ${totals.regions} regions, ${totals.stacks} stacks, ` +
      `${totals.resources} resources, ${totals.seconds} s. The local AWS has been stopped.`,
  ].join('\n');
  const shown = Object.entries(flows).map(([flow, { tokens, refused, calls, facts }]) => [
    flow,
    { ...facts, refused, calls, claims: tokens },
  ]);
  return { data: { environment, ...totals, flows: Object.fromEntries(shown) }, text };
}
