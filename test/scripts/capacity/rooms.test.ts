import type { Environment, Tenant } from '../../../environments/schema';
import { roomsOf } from '../../../scripts/capacity/rooms';

const cell = (account: string, capacity: number, regions = ['eu-central-1']) => ({
  account,
  capacity,
  regions,
  ring: 'general',
});
const environment = {
  regions: ['eu-central-1', 'eu-west-1'],
  accounts: {
    a: { id: '1', flows: ['customer'], userPoolQuota: 12 },
    b: { id: '2', flows: [] },
    staff: { id: '3', flows: ['internal'] },
  },
  cells: {
    'cell-01': cell('a', 5),
    'cell-02': cell('a', 5),
    'cell-03': cell('b', 100, ['eu-central-1', 'eu-west-1']),
  },
} as unknown as Environment;
const tenants = (...cells: string[]) =>
  cells.map((cell) => ({ cells: { 'eu-central-1': cell } }) as unknown as Tenant);
const of = (...cells: string[]) => roomsOf({ environment, tenants: tenants(...cells) });

test('a region has its cells, and the accounts that contain them', () => {
  const [first, second] = of('cell-01', 'cell-01', 'cell-03');
  expect(first).toMatchObject({
    region: 'eu-central-1',
    tenants: 3,
    cells: [
      { cell: 'cell-01', tenants: 2, capacity: 5, free: 3 },
      { cell: 'cell-02', tenants: 0, capacity: 5, free: 5 },
      { cell: 'cell-03', tenants: 1, capacity: 100, free: 99 },
    ],
    accounts: [
      { account: 'a', pools: 3, promised: 11, quota: 12 },
      { account: 'b', pools: 1, promised: 100, quota: 1000 },
    ],
    free: 3 + 5 + 99,
    spare: 1 + 900,
  });
  expect(second).toMatchObject({ region: 'eu-west-1', tenants: 0, free: 100, spare: 900 });
});

test("cells that share an account's quota have together no more places than it leaves", () => {
  const tight = {
    ...environment,
    accounts: { ...environment.accounts, a: { id: '1', flows: ['customer'], userPoolQuota: 4 } },
  };
  const [first] = roomsOf({ environment: tight as unknown as Environment, tenants: tenants('cell-01') });
  expect(first?.cells.map(({ free }) => free)).toEqual([2, 2, 100]);
  expect(first).toMatchObject({ free: 2 + 100, spare: 900 });
});
