import type { LoadedEnvironment, Tenant } from '../../../../environments/schema';
import { whatToMove } from '../../../../scripts/tenant/move/what-to-move';

const both = ['eu-central-1', 'eu-west-1'];
const cell = (account: string, regions = both, capacity = 2) => ({
  account,
  regions,
  ring: 'early',
  capacity,
});
const tenants = [
  { id: 'acme', cells: { 'eu-central-1': 'cell-01', 'eu-west-1': 'cell-01' } },
  { id: 'initech', cells: { 'eu-central-1': 'cell-03', 'eu-west-1': 'cell-01' } },
  { id: 'hooli', cells: { 'eu-central-1': 'cell-03' } },
] as unknown as Tenant[];
const fleet = {
  environment: {
    name: 'dev',
    accounts: { a: { id: '1' }, b: { id: '2' } },
    cells: {
      'cell-01': cell('a'),
      'cell-02': cell('a'),
      'cell-03': cell('a'),
      'cell-04': cell('a', ['eu-west-1']),
      'cell-05': cell('b'),
    },
  },
  tenants,
} as unknown as LoadedEnvironment;
const [acme, initech] = tenants as [Tenant, Tenant];
const from = (tenant: Tenant, to: string, regions?: string[]) =>
  whatToMove(fleet, tenant, to, regions).map((move) => `${move.source} -> ${move.target}`);

test('in all of its regions, or in the named ones; nothing where it is already there', () => {
  expect(from(acme, 'cell-02')).toEqual([
    'dev-a-eu-central-1-cell-01 -> dev-a-eu-central-1-cell-02',
    'dev-a-eu-west-1-cell-01 -> dev-a-eu-west-1-cell-02',
  ]);
  expect(from(acme, 'cell-02', ['eu-west-1'])).toHaveLength(1);
  expect(from(initech, 'cell-01')).toEqual(['dev-a-eu-central-1-cell-03 -> dev-a-eu-central-1-cell-01']);
  expect(from(acme, 'cell-01')).toEqual([]);
});

test.each<[string, string, string[] | undefined, RegExp]>([
  ['a cell that is not there', 'cell-09', undefined, /has no cell cell-09/],
  [
    'another account',
    'cell-05',
    undefined,
    /cell-05 is in account b, cell-01 in a\n[\s\S]* gives out no password/,
  ],
  ['a region without the cell', 'cell-04', undefined, /eu-central-1: cell-04 does not stand there/],
  ['a region without the tenant', 'cell-02', ['us-east-1'], /us-east-1: acme has no pool there/],
  ['a full cell', 'cell-03', ['eu-central-1'], /cell-03 is full: 2 of 2/],
])('%s is refused, before anything is changed', (_what, to, regions, message) => {
  expect(() => whatToMove(fleet, acme, to, regions)).toThrow(message);
});

test('every reason is reported at once', () => {
  expect(() => whatToMove(fleet, acme, 'cell-05', ['eu-central-1', 'us-east-1'])).toThrow(
    /is in account b[\s\S]*us-east-1: acme has no pool there[\s\S]*gives out no password/,
  );
});
