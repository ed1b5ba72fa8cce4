import type { Environment, Ring } from '../../../environments/schema';
import type { Room } from './room';

/** Where a new tenant should be placed. */
export interface Wish {
  /** Regions of the environment, at least one. */
  regions: readonly string[];
  /** Only this cell. */
  cell?: string | undefined;
  /** Only cells of the account with this id: the one that has the certificate of its sign-in page. */
  accountId?: string | undefined;
}

type Cells = Readonly<Record<string, string>>;

/** A cell in each region, or why there is none. */
export type Choice = { cells: Cells } | { why: string };

/** New tenants avoid the early rings, which are rolled out first, unless placed there explicitly. */
const rings: readonly Ring[] = ['general', 'early', 'canary'];

/** Lists are compared entry by entry. */
function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] as number | string) < (b[at] as number | string) ? -1 : 1;
}

/**
 * Chooses a tenant's cell in each of its regions. All are in one account, whose tables, secrets and certificates serve the
 * tenant in every region. One cell everywhere is preferred to several, a later ring to an earlier one, and the cell with the
 * most room, so that cells fill evenly. No other tenant is moved. The same input gives the same cells.
 */
export function chooseCells(
  { accounts, cells }: Pick<Environment, 'accounts' | 'cells'>,
  room: Room,
  { regions, cell: only, accountId }: Wish,
): Choice {
  const names = Object.keys(cells).filter((name) => only === undefined || name === only);
  const rank = (name: string, where: readonly string[]) => [
    rings.indexOf(cells[name]?.ring as Ring),
    -Math.min(...where.map((region) => room.free(region, name))),
    name,
  ];
  const best = (from: readonly string[], where: readonly string[]) =>
    [...from].sort((a, b) => compare(rank(a, where), rank(b, where)))[0] as string;

  const options = Object.entries(accounts).flatMap(([account, { id }]) => {
    if (accountId !== undefined && id !== accountId) return [];
    const own = names.filter((name) => cells[name]?.account === account);
    const inRegion = regions.map((region) => own.filter((name) => room.free(region, name) > 0));
    const everywhere = own.filter((name) => inRegion.every((there) => there.includes(name)));
    if (everywhere.length > 0) {
      const cell = best(everywhere, regions);
      return [
        { order: [0, ...rank(cell, regions)], cells: regions.map((region) => [region, cell] as const) },
      ];
    }
    if (inRegion.some((there) => there.length === 0)) return [];
    const each = regions.map(
      (region, index) => [region, best(inRegion[index] as string[], [region])] as const,
    );
    const worst = Math.max(...each.map(([, cell]) => rings.indexOf(cells[cell]?.ring as Ring)));
    return [{ order: [1, worst, ...each.map(([, cell]) => cell)], cells: each }];
  });
  const first = options.sort((a, b) => compare(a.order, b.order))[0];
  return first
    ? { cells: Object.fromEntries(first.cells) }
    : { why: whyNone({ accounts, cells }, room, names, regions) };
}

/** How full each candidate cell is. */
function whyNone(
  { cells }: Pick<Environment, 'accounts' | 'cells'>,
  room: Room,
  names: readonly string[],
  regions: readonly string[],
): string {
  const inRegion = (region: string) => {
    const there = names.filter((name) => cells[name]?.regions.includes(region));
    const each = there.map((name) => {
      const { account, capacity } = cells[name] as Environment['cells'][string];
      const { used, quota } = room.pools(region, account);
      const full = used >= quota ? `, and ${account} ${used} of ${quota} user pools` : '';
      return `${name} of ${account} holds ${room.held(region, name)} of ${capacity}${full}`;
    });
    return `${region}: ${each.join(', ') || 'no cell'}`;
  };
  return `no account has a cell with room in ${regions.length > 1 ? 'each region' : 'the region'}; ${regions.map(inRegion).join('; ')}`;
}
