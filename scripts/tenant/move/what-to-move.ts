import { stackId } from '../../../environments/names';
import type { LoadedEnvironment, Tenant } from '../../../environments/schema';
import { usageError } from '../../cli/errors';

/** A tenant's move in one region. */
export interface Move {
  region: string;
  account: string;
  /** Cells. */
  from: string;
  to: string;
  /** Ids of the two stacks. */
  source: string;
  target: string;
}

/** Why the tenant would need a new pool to be elsewhere, and what can be done. */
const stays =
  'a user pool stays in its account and region, and Cognito reveals no passwords or authenticator secrets';
const instead =
  'choose a cell of the same account and region; or create a second tenant there, import its users without passwords, and let each of them set a new one';

/**
 * The moves that bring a tenant into a cell, in these regions or in all of its own. Empty if it is already there. Throws a
 * usage error, with every reason, for what cannot be done.
 */
export function whatToMove(
  { environment, tenants }: Pick<LoadedEnvironment, 'environment' | 'tenants'>,
  { id, cells }: Pick<Tenant, 'id' | 'cells'>,
  to: string,
  regions: readonly string[] = Object.keys(cells),
): Move[] {
  const cell = environment.cells[to];
  if (!cell)
    throw usageError(
      `${environment.name} has no cell ${to}`,
      `its cells: ${Object.keys(environment.cells).join(', ')}`,
    );
  const elsewhere: string[] = [];
  const full: string[] = [];
  const moves = regions.flatMap((region): Move[] => {
    const from = cells[region as keyof typeof cells];
    const account = from && environment.cells[from]?.account;
    if (!from || !account) {
      elsewhere.push(`${region}: ${id} has no pool there, and none can be moved there`);
      return [];
    }
    if (from === to) return [];
    if (account !== cell.account)
      elsewhere.push(`${region}: ${to} is in account ${cell.account}, ${from} in ${account}`);
    if (!cell.regions.some((one) => one === region)) elsewhere.push(`${region}: ${to} is not in this region`);
    const taken = tenants.filter((tenant) => tenant.cells[region as keyof typeof cells] === to).length;
    if (taken >= cell.capacity) full.push(`${region}: ${to} is full: ${taken} of ${cell.capacity}`);
    const stack = (name: string) => stackId(environment, account, region, name);
    return [{ region, account, from, to, source: stack(from), target: stack(to) }];
  });
  const problems = [...elsewhere, ...(elsewhere.length > 0 ? [stays] : []), ...full];
  if (problems.length > 0)
    throw usageError(
      `${id} cannot be moved to ${to}; nothing was changed\n${problems.join('\n')}`,
      elsewhere.length > 0 ? instead : 'choose another cell, or give this one more capacity',
    );
  return moves;
}
