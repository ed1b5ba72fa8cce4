import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackKind } from '../../environments/placement/kinds';
import type { LoadedEnvironment, Tenant } from '../../environments/schema';
import { usageError } from '../cli/errors';
import { loadsOf, type Resources } from '../quotas/load';
import { stacksOf } from '../selection/stacks';
import { synth } from '../selection/synth';

/** Resources of the stacks of each kind, of a cell without tenants, and those that each tenant adds. */
export interface Contents {
  kinds: ReadonlyMap<StackKind, Resources>;
  emptyCell: Resources;
  tenant: Resources;
}

const combine = (one: Resources, other: Resources, with_: (a: number, b: number) => number): Resources =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((type) => [
      type,
      with_(one[type] ?? 0, other[type] ?? 0),
    ]),
  );

/** `times` × `one` + `other`. */
export const sumOf = (one: Resources, times: number, other: Resources): Resources =>
  combine(one, other, (a, b) => a * times + b);

/**
 * Synthesizes the environment with a cell of one tenant and a cell of two, modelled on the first tenant without an
 * identity provider or custom domain. Throws a usage error if there is none.
 */
export async function contentsOf(base: LoadedEnvironment): Promise<Contents> {
  const { environment } = base;
  const example = base.tenants.find(
    ({ identityProvider, customDomain }) => !identityProvider && !customDomain,
  );
  const [region] = environment.regions;
  const [account] = Object.keys(environment.accounts);
  if (!example || !region || !account)
    throw usageError(
      `${environment.name} has no tenant to use as an example`,
      'use an environment with a tenant that has neither an identity provider nor a custom domain',
    );
  const like = (id: string, cell: string): Tenant => ({ ...example, id, cells: { [region]: cell } });
  const cell = { account, regions: [region], ring: 'general' as const, capacity: 2 };
  const loaded: LoadedEnvironment = {
    ...base,
    environment: { ...environment, cells: { 'cell-01': cell, 'cell-02': cell } },
    tenants: [like('one', 'cell-01'), like('two', 'cell-02'), like('three', 'cell-02')],
    overlays: base.overlays.filter(({ of }) => of === 'service'),
  };
  const folder = mkdtempSync(join(tmpdir(), 'fleet-scale-'));
  try {
    const stacks = stacksOf(loaded);
    await synth(join(folder, 'out'), [loaded]);
    const loads = new Map(loadsOf(join(folder, 'out'), stacks).map(({ id, resources }) => [id, resources]));
    const of = (name: string) => loads.get(stacks.find(({ stack }) => stack === name)?.id ?? '') ?? {};
    const tenant = combine(of('cell-02'), of('cell-01'), (two, one) => two - one);
    return {
      kinds: new Map(stacks.map(({ kind, id }) => [kind, loads.get(id) ?? {}])),
      emptyCell: combine(of('cell-01'), tenant, (one, its) => one - its),
      tenant,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
