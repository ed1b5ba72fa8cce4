/** Each stack's place in the matrix. No I/O, and no browser APIs. */
import type { ReviewedStack, ReviewModel } from '../../model';

/** `failed` and `skipped` stacks have no plan, so only an id and a reason. */
export interface Cell {
  id: string;
  state: 'planned' | 'failed' | 'skipped';
  /** Why a stack has no plan. */
  reason?: string;
}

/** One account: a row per stack name, a column per region. */
export interface AccountMatrix {
  account: string;
  accountId: string;
  regions: string[];
  rows: { name: string; cells: (Cell | undefined)[] }[];
}

/** Kinds in rollout order; cells are sorted by name. */
const order = ['foundation', 'data', 'email', 'customer', 'internal', 'machine', 'edge', 'okta'];

interface Placed extends Cell {
  account: string;
  region: string;
  name: string;
}

const rank = (name: string) => {
  const known = order.indexOf(name);
  return known === -1 ? order.length : known;
};

const byName = new Intl.Collator('en', { numeric: true }).compare;

/** The matrix of a plan set, and the stacks whose place is unknown. */
export function matrixOf(
  model: Pick<ReviewModel, 'environment' | 'failed' | 'skipped'> & { stacks: { stack: ReviewedStack }[] },
): { accounts: AccountMatrix[]; elsewhere: Cell[] } {
  const stacks = model.stacks.map(({ stack }) => stack);
  const accountIds = new Map(stacks.map(({ account, accountId }) => [account, accountId]));
  const regions = [...new Set(stacks.map(({ region }) => region))];
  const planned = stacks.map(
    ({ id, account, region, stack }): Placed => ({ id, state: 'planned', account, region, name: stack }),
  );
  const placed = [...planned];
  const elsewhere: Cell[] = [];
  const unplanned: Cell[] = [
    ...model.failed.map(({ id, reason }): Cell => ({ id, state: 'failed', reason })),
    ...model.skipped.map(({ id, why }): Cell => ({ id, state: 'skipped', reason: why })),
  ];
  for (const cell of unplanned) {
    const found = placeOf(cell.id, model.environment, [...accountIds.keys()], regions);
    if (found) placed.push({ ...cell, ...found });
    else elsewhere.push(cell);
  }
  return {
    accounts: [...accountIds]
      .sort(([a], [b]) => byName(a, b))
      .map(([account, accountId]) => ({
        account,
        accountId,
        ...tableOf(placed.filter((one) => one.account === account)),
      })),
    elsewhere,
  };
}

function tableOf(placed: readonly Placed[]): Pick<AccountMatrix, 'regions' | 'rows'> {
  const regions = [...new Set(placed.map(({ region }) => region))].sort();
  const names = [...new Set(placed.map(({ name }) => name))].sort(
    (a, b) => rank(a) - rank(b) || byName(a, b),
  );
  const rows = names.map((name) => ({
    name,
    cells: regions.map((region) => {
      const found = placed.find((one) => one.name === name && one.region === region);
      return found && cellOf(found);
    }),
  }));
  return { regions, rows };
}

const cellOf = ({ id, state, reason }: Placed): Cell => ({
  id,
  state,
  ...(reason !== undefined && { reason }),
});

/** Parses `<environment>-<account>-<region>-<stack>` with the accounts and regions of other stacks. */
function placeOf(id: string, environment: string, accounts: readonly string[], regions: readonly string[]) {
  for (const account of [...accounts].sort((a, b) => b.length - a.length))
    for (const region of regions) {
      const start = `${environment}-${account}-${region}-`;
      if (id.startsWith(start) && id.length > start.length)
        return { account, region, name: id.slice(start.length) };
    }
  return undefined;
}
