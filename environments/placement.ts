/** Which stacks stand where: the one place that says so, from configuration alone. */
import { accountId, stackId } from './names';
import { kindEntries, type StackKind, stackKinds } from './placement/kinds';
import { wavesOf } from './placement/waves';
import type { LoadedEnvironment, Ring } from './schema';

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
  /** Undefined for what every ring stands on: `foundation`, `data` and `email`. */
  ring: Ring | undefined;
  /** Waves are rolled out one after the other, from 0. */
  wave: number;
  /** Ids of the tenants that stand in it. */
  tenants: readonly string[];
  /** Ids of the stacks that it needs, in the same account. */
  needs: readonly string[];
  /** Ids of all stacks that are rolled out before it: those that it needs, and those that it asks. */
  dependencies: readonly string[];
}

/**
 * Every stack of an environment, sorted by id. `main.ts` builds exactly this list; selection, order, policies and
 * reports read it.
 */
export function placementOf({
  environment,
  tenants,
}: Pick<LoadedEnvironment, 'environment' | 'tenants'>): PlacedStack[] {
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
  const idsOf = (kinds: readonly StackKind[] = [], account: string, region: string) =>
    kinds.flatMap((kind) =>
      bare
        .filter((other) => other.kind === kind && other.account === account)
        .filter((other) => stackKinds[kind].per === 'account' || other.region === region)
        .map(({ id }) => id),
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
      tenants:
        kind === 'cell'
          ? tenants.filter(({ cells }) => cells[region as keyof typeof cells] === stack).map(({ id }) => id)
          : [],
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
