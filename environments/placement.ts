/** Which stacks are placed where: the single source, computed from configuration alone. */
import { accountId, stackId } from './names';
import { kindEntries, type StackKind, stackKinds } from './placement/kinds';
import { wavesOf } from './placement/waves';
import type { LoadedEnvironment, Ring, Tenant } from './schema';

/** One stack and its place. */
export interface PlacedStack {
  /** `<env>-<account>-<region>-<stack>`. */
  id: string;
  kind: StackKind;
  environment: string;
  account: string;
  accountId: string;
  region: string;
  /** Name inside its target, such as `data` or `cell-01`. */
  stack: string;
  /** Undefined for what every ring depends on: `foundation`, `data` and `email`. */
  ring: Ring | undefined;
  /** Waves are rolled out one after the other, from 0. */
  wave: number;
  /** Ids of the tenants in it. */
  tenants: readonly string[];
  /** Ids of the stacks that it needs, in the same account. */
  needs: readonly string[];
  /** Ids of all stacks that are rolled out before it: its `needs`, and the stacks it `asks`. */
  dependencies: readonly string[];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Key under which stacks of a kind are found: those that exist once per account are found from any region. */
const placeOf = (kind: StackKind, account: string, region: string) =>
  [kind, account, stackKinds[kind].per === 'account' ? '' : region].join(' ');

/**
 * Every stack of an environment, sorted by id. `main.ts` builds exactly this list; selection, order, policies and
 * reports read it.
 */
export function placementOf({
  environment,
  tenants,
}: {
  environment: LoadedEnvironment['environment'];
  tenants: readonly Pick<Tenant, 'id' | 'cells'>[];
}): PlacedStack[] {
  const bare = Object.keys(environment.accounts)
    .flatMap((account) =>
      kindEntries.flatMap(([kind, { per, stacks }]) =>
        (per === 'account' ? environment.regions.slice(0, 1) : environment.regions).flatMap((region) =>
          stacks(environment, account, region).map((stack) => ({
            id: stackId(environment, account, region, stack),
            kind,
            account,
            region,
            stack,
          })),
        ),
      ),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const byPlace = grouped(bare, ({ kind, account, region }) => placeOf(kind, account, region));
  const idsOf = (kinds: readonly StackKind[] = [], account: string, region: string) =>
    kinds.flatMap((kind) => (byPlace.get(placeOf(kind, account, region)) ?? []).map(({ id }) => id));
  const byCell = grouped(
    tenants.flatMap(({ id, cells }) =>
      Object.entries(cells).map(([region, cell]) => ({ id, cell: `${region} ${cell}` })),
    ),
    ({ cell }) => cell,
  );
  const placed = bare.map(({ kind, account, region, stack, id }) => {
    const { needs, asks, ring } = stackKinds[kind];
    const needed = idsOf(needs, account, region);
    const rings = {
      'before all': undefined,
      general: 'general',
      'of its cell': environment.cells[stack]?.ring,
    };
    return {
      id,
      kind,
      environment: environment.name,
      account,
      accountId: accountId(environment, account),
      region,
      stack,
      ring: rings[ring] as Ring | undefined,
      tenants: kind === 'cell' ? (byCell.get(`${region} ${stack}`) ?? []).map(({ id }) => id) : [],
      needs: needed,
      dependencies: [...needed, ...idsOf(asks, account, region)],
    };
  });
  const waves = wavesOf(placed, environment.regions);
  return placed.map((stack) => ({ ...stack, wave: waves.get(stack.id) as number }));
}

/** The same stacks, region by region in roll-out order. */
export const inRolloutRegions = <S extends Pick<PlacedStack, 'region'>>(
  stacks: readonly S[],
  { regions }: Pick<LoadedEnvironment['environment'], 'regions'>,
): S[] => [...stacks].sort((a, b) => regions.indexOf(a.region) - regions.indexOf(b.region));
