import fc from 'fast-check';
import type { Environment, LoadedEnvironment } from '../../../environments/schema';
import { type Omission, omissions } from '../../../scripts/removal/omissions';
import { stacksOf } from '../../../scripts/selection/stacks';
import { realEnvironment, realEnvironments } from '../../invariants/fleet';
import { applied } from './deployed';

const dev = realEnvironment('dev');
const deployed = applied(dev);

/** What is found when this configuration is compared with the deployed `dev`. */
const found = (loaded: LoadedEnvironment, states = deployed): Omission[] =>
  omissions(loaded, stacksOf(loaded), states);

const withEnvironment = (changes: Partial<Environment>, loaded = dev): LoadedEnvironment => ({
  ...loaded,
  environment: { ...loaded.environment, ...changes },
});
const without = (id: string): LoadedEnvironment => ({
  ...dev,
  tenants: dev.tenants.filter((tenant) => tenant.id !== id),
});
const keys = (list: readonly Omission[]) => [...new Set(list.map(({ key }) => key))].sort();

test.each(realEnvironments.map((loaded) => [loaded.environment.name, loaded] as const))(
  'if everything configured is deployed, nothing is missing in %s',
  (_, loaded) => {
    expect(found(loaded, applied(loaded))).toEqual([]);
  },
);

test('a tenant whose file is gone is named in each of its regions, with everything that would be destroyed', () => {
  const list = found(without('acme'));
  expect(keys(list)).toEqual(['tenant:acme']);
  expect(list.map(({ what }) => what)).toEqual([
    'tenant acme is gone from cell-01 in eu-central-1 of account cells-a',
    'tenant acme is gone from cell-01 in eu-west-1 of account cells-a',
  ]);
  const [first] = list;
  expect(first?.resources.map(({ address }) => address)).toContain('aws_cognito_user_pool.acme_pool');
  for (const { address } of first?.resources ?? []) expect(address).toContain('.acme_');
});

test('a half-destroyed tenant, without its registry item and domain, is still named', () => {
  const left = deployed.map((state) => ({
    ...state,
    resources: state.resources.filter(({ address }) => !/acme_(registry-item|domain|pool)$/.test(address)),
  }));
  expect(keys(found(without('acme'), left))).toEqual(['tenant:acme']);
});

test('a renamed id counts as the old one being gone', () => {
  const renamed = { ...dev, tenants: dev.tenants.map((t) => (t.id === 'acme' ? { ...t, id: 'acmee' } : t)) };
  expect(keys(found(renamed))).toEqual(['tenant:acme']);
});

test('a tenant in another cell has moved, which is never allowed', () => {
  const cells = {
    ...dev.environment.cells,
    'cell-02': { account: 'cells-a', regions: dev.environment.regions, ring: 'early' as const, capacity: 5 },
  };
  const moved = withEnvironment(
    { cells },
    {
      ...dev,
      tenants: dev.tenants.map((t) =>
        t.id === 'acme' ? { ...t, cells: { ...t.cells, 'eu-west-1': 'cell-02' } } : t,
      ),
    },
  );
  expect(found(moved)).toMatchObject([
    {
      key: undefined,
      what: expect.stringContaining('acme is deployed in cell-01 in eu-west-1'),
      remedy: expect.stringContaining('"eu-west-1": "cell-01"'),
      // Whichever of the two is selected: the new cell would get a second pool.
      stacks: ['dev-cells-a-eu-west-1-cell-01', 'dev-cells-a-eu-west-1-cell-02'],
    },
  ]);
});

test('with a region removed from its cells, a tenant is gone there, and nowhere else', () => {
  const smaller = {
    ...dev,
    tenants: dev.tenants.map((t) => (t.id === 'acme' ? { ...t, cells: { 'eu-central-1': 'cell-01' } } : t)),
  };
  expect(found(smaller).map(({ what }) => what)).toEqual([
    'tenant acme is gone from cell-01 in eu-west-1 of account cells-a',
  ]);
});

test('a service whose file is gone is named', () => {
  const services = dev.services.filter(({ id }) => id !== 'reporting');
  const list = found({ ...dev, services });
  expect(keys(list)).toEqual(['service:reporting']);
  expect(list).toHaveLength(dev.environment.regions.length);
  expect(list[0]?.resources.map(({ address }) => address)).toContain(
    'aws_cognito_user_pool_client.machine_service-reporting_client',
  );
});

test('with a cell, flow or edge removed from the environment file, a stack is gone', () => {
  const { identity, 'cells-a': cells } = dev.environment.accounts;
  const accounts = { identity: { ...identity, flows: ['customer', 'machine'] }, 'cells-a': cells };
  const changed = withEnvironment({ accounts, edge: undefined } as Partial<Environment>);
  expect(keys(found(changed))).toEqual(
    ['cells-a', 'identity']
      .flatMap((account) => dev.environment.regions.map((region) => `stack:dev-${account}-${region}-edge`))
      .concat(dev.environment.regions.map((region) => `stack:dev-identity-${region}-internal`))
      .sort(),
  );
});

test('regions in another order would move the home region, with foundation and tables', () => {
  const swapped = withEnvironment({ regions: [...dev.environment.regions].reverse() });
  const list = found(swapped);
  expect(keys(list)).toEqual([undefined]);
  expect(list.map(({ what }) => what)).toEqual(
    ['cells-a', 'identity'].flatMap((account) =>
      ['data', 'foundation'].map((stack) => expect.stringContaining(`the ${stack} of account ${account}`)),
    ),
  );
  expect(list[0]?.remedy).toContain('put "eu-central-1" first in regions');
});

test('an account’s id changed: the old account is gone, named with its id', () => {
  const accounts = {
    ...dev.environment.accounts,
    'cells-a': { id: '999999999999', flows: [] },
  } as Environment['accounts'];
  // Nothing is found in the bucket of the new number; the other account remembers the old one.
  const elsewhere = deployed.filter(({ account }) => account === 'identity');
  expect(found(withEnvironment({ accounts }), elsewhere)).toMatchObject([
    { key: 'account:cells-a', what: expect.stringContaining('cells-a (101010101011) is gone') },
  ]);
});

test('production turned off: named with everything that AWS protects, even if only the foundation shows it', () => {
  const prod = realEnvironment('prod');
  const states = applied(prod);
  const demoted = withEnvironment({ production: false }, prod);
  const [first, ...rest] = found(demoted, states);
  expect(rest).toEqual([]);
  expect(first?.key).toBe('production');
  const types = new Set(first?.resources.map(({ type }) => type));
  expect([...types].sort()).toEqual([
    'aws_cognito_user_pool',
    'aws_dynamodb_table',
    'aws_dynamodb_table_replica',
  ]);

  const unprotected = states.map((state) => ({
    ...state,
    resources: state.resources.map((resource) => ({ ...resource, deletionProtection: false })),
  }));
  expect(keys(found(demoted, unprotected))).toEqual(['production']);
  const untold = states.map((state) => ({ ...state, environment: undefined }));
  expect(keys(found(demoted, untold))).toEqual(['production']);
});

test('what was destroyed leaves an empty state behind, and is gone', () => {
  const emptied = deployed.map((state) => (state.stack === 'edge' ? { ...state, resources: [] } : state));
  expect(found(withEnvironment({ edge: undefined }), emptied)).toEqual([]);
});

test('whatever is removed from the files is named, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.subarray(dev.tenants.map(({ id }) => id)),
      fc.subarray(dev.services.map(({ id }) => id)),
      (tenants, services) => {
        const loaded = {
          ...dev,
          tenants: dev.tenants.filter(({ id }) => !tenants.includes(id)),
          services: dev.services.filter(({ id }) => !services.includes(id)),
        };
        const expected = [...tenants.map((id) => `tenant:${id}`), ...services.map((id) => `service:${id}`)];
        // The stacks stay the same; only their contents differ.
        const stacks = stacksOf(dev).map((stack) => ({
          ...stack,
          tenants: stack.tenants.filter((id) => !tenants.includes(id)),
        }));
        expect(keys(omissions(loaded, stacks, deployed))).toEqual(expected.sort());
      },
    ),
    { numRuns: 30 },
  );
});
