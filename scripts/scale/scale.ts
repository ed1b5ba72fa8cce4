/** What fleets of several sizes need, and how long their rollouts take: simulated, without AWS. */
import type { LoadedEnvironment } from '../../environments/schema';
import type { Act } from '../quotas/load';
import type { Planned } from '../rollout/expected-time';
import { fleetOfSize, regions } from './fleet';
import { type Contents, contentsOf, sumOf } from './loads';
import { simulate } from './simulate';

/** Bytes of a cell's state without tenants, and what each tenant adds. Measured in test/e2e/quotas/hundred.long.ts. */
const emptyState = 70_000;
const tenantState = 46_500;

/** A rollout's duration by the number of machines that share it. */
export interface ByRunners {
  runners: number;
  seconds: number;
}

/** One size of fleet. */
export interface ScaleRow {
  tenants: number;
  accounts: number;
  cells: number;
  stacks: number;
  /** Bytes, of a cell's state and of all states of cells. */
  state: { cell: number; all: number };
  /** Everything is created from scratch. */
  first: ByRunners[];
  /** The settings of every pool and client change. */
  change: ByRunners[];
  /** One tenant's settings change, in each of its regions; seconds, with one machine. */
  oneTenant: number;
}

export interface ScaleOptions {
  tenants: readonly number[];
  cellSize: number;
  poolQuota: number;
  /** Stacks that one machine works on concurrently. */
  parallel: number;
}

/**
 * Stacks start in the order of their ids, account by account: without a limit, all machines would wait for the quotas of
 * one account. Overall and regional limits are left out: they would hide what machines and AWS could do.
 */
export const limits = { account: 2 };

/** More machines count as helpful if they save this share of the time. */
const worthwhile = 0.1;
const mostRunners = 64;
/** The number of machines grows by this factor. */
const factor = 4;

/** Adds machines until more hardly help. */
async function byRunners(secondsWith: (runners: number) => Promise<number>): Promise<ByRunners[]> {
  const all: ByRunners[] = [];
  for (let runners = 1; runners <= mostRunners; runners *= factor) {
    const seconds = await secondsWith(runners);
    const before = all.at(-1)?.seconds ?? Number.POSITIVE_INFINITY;
    all.push({ runners, seconds });
    if (seconds > before * (1 - worthwhile)) break;
  }
  return all;
}

/** The largest number of machines that still saved at least `worthwhile` of the time. */
export const runnersThatHelp = (all: readonly ByRunners[]): number => {
  const last = all.findLastIndex(({ seconds }, index) => {
    const before = all[index - 1];
    return !before || seconds <= before.seconds * (1 - worthwhile);
  });
  return all[last]?.runners ?? 1;
};

/** The shortest duration with any number of machines. */
export const quickest = (all: readonly ByRunners[]): number => Math.min(...all.map(({ seconds }) => seconds));

async function rowOf(
  base: LoadedEnvironment,
  contents: Contents,
  tenants: number,
  { cellSize, poolQuota, parallel }: ScaleOptions,
): Promise<ScaleRow> {
  const { accounts, cells, stacks, environment } = fleetOfSize(base, { tenants, cellSize, poolQuota });
  const loadsFor = (act: Act) =>
    new Map<string, Planned>(
      stacks.map(({ id, account, region, kind, tenants: own }) => {
        const resources =
          kind === 'cell'
            ? sumOf(contents.tenant, own.length, contents.emptyCell)
            : (contents.kinds.get(kind) ?? {});
        return [id, { id, account, region, tenants: own.length, resources, act }];
      }),
    );
  const rollout = { ...environment.rollout, limits };
  const simulated = (act: Act, of = stacks) => {
    const loads = loadsFor(act);
    return (runners: number) => simulate(of, loads, rollout, runners * parallel);
  };
  const last = `t${tenants - 1}`;
  const ofOne = stacks.filter((stack) => stack.tenants.includes(last));
  const cell = emptyState + tenantState * Math.min(cellSize, tenants);
  return {
    tenants,
    accounts,
    cells,
    stacks: stacks.length,
    state: { cell, all: regions.length * (cells * emptyState + tenants * tenantState) },
    first: await byRunners(simulated('first')),
    change: await byRunners(simulated('change')),
    oneTenant: await simulated('change', ofOne)(1),
  };
}

/** One row per size. Throws a usage error if the environment has no tenant to use as an example. */
export async function scale(base: LoadedEnvironment, options: ScaleOptions): Promise<ScaleRow[]> {
  const contents = await contentsOf(base);
  const rows: ScaleRow[] = [];
  for (const tenants of options.tenants) rows.push(await rowOf(base, contents, tenants, options));
  return rows;
}
