import fc from 'fast-check';
import { capacity } from '../../../../environments/checks/capacity';
import type { Environment } from '../../../../environments/schema';
import { chooseCells, type Wish } from '../../../../scripts/tenant/request/choose-cells';
import { roomOf } from '../../../../scripts/tenant/request/room';

type Part = Pick<Environment, 'accounts' | 'cells' | 'regions'>;
type Cells = Record<string, string>;

const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
const account = (id: string, more = {}) => ({ id, flows: [], ...more });
const cell = (account: string, capacity: number, more = {}) => ({
  account,
  capacity,
  regions: ['eu-central-1', 'eu-west-1'],
  ring: 'general' as const,
  ...more,
});

const fleet = (
  cells: Environment['cells'],
  accounts: Part['accounts'] = { a: account('1'), b: account('2') },
): Part => ({
  accounts,
  cells,
  regions,
});
const choose = (environment: Part, tenants: { cells: Cells }[], wish: Wish) =>
  chooseCells(environment, roomOf(environment, tenants), wish);
const both = { regions: ['eu-central-1', 'eu-west-1'] };
const inBoth = (cell: string) => ({ cells: { 'eu-central-1': cell, 'eu-west-1': cell } });

describe('the cells of a new tenant', () => {
  test('are one cell everywhere, in the last ring, and the one with the most room', () => {
    const environment = fleet({
      'cell-01': cell('a', 100, { ring: 'canary' }),
      'cell-02': cell('a', 5),
      'cell-03': cell('b', 6),
    });
    expect(choose(environment, [], both)).toEqual(inBoth('cell-03'));
    expect(choose(environment, [inBoth('cell-03'), inBoth('cell-03')], both)).toEqual(inBoth('cell-02'));
  });

  test('have room even in the region with the least', () => {
    const environment = fleet({ 'cell-01': cell('a', 3), 'cell-02': cell('b', 3) });
    const there = [{ cells: { 'eu-west-1': 'cell-01' } }, { cells: { 'eu-west-1': 'cell-01' } }];
    expect(choose(environment, there, both)).toEqual(inBoth('cell-02'));
  });

  test('are several cells of one account only if no cell is in every region', () => {
    const environment = fleet({
      'cell-01': cell('a', 3, { regions: ['eu-central-1'] }),
      'cell-02': cell('a', 3, { regions: ['eu-west-1'] }),
      'cell-03': cell('b', 9, { regions: ['eu-west-1'] }),
    });
    expect(choose(environment, [], both)).toEqual({
      cells: { 'eu-central-1': 'cell-01', 'eu-west-1': 'cell-02' },
    });
  });

  test('are one cell everywhere, even if another account has more room in several', () => {
    const environment = fleet({
      'cell-01': cell('a', 2),
      'cell-02': cell('b', 9, { regions: ['eu-central-1'] }),
      'cell-03': cell('b', 9, { regions: ['eu-west-1'] }),
    });
    expect(choose(environment, [], both)).toEqual(inBoth('cell-01'));
  });

  test('are never in two accounts, and the refusal says how full each is', () => {
    const environment = fleet({
      'cell-01': cell('a', 1),
      'cell-02': cell('b', 3, { regions: ['eu-west-1'] }),
    });
    expect(choose(environment, [{ cells: { 'eu-west-1': 'cell-01' } }], both)).toEqual({
      why:
        'no account has a cell with room in each region; eu-central-1: cell-01 of a holds 0 of 1; ' +
        'eu-west-1: cell-01 of a holds 1 of 1, cell-02 of b holds 0 of 3',
    });
  });

  test("are limited by the account's quota of user pools, including those of flows", () => {
    const accounts = { a: account('1', { userPoolQuota: 2, flows: ['customer'] }) };
    const environment = fleet({ 'cell-01': cell('a', 9) }, accounts);
    expect(choose(environment, [], both)).toEqual(inBoth('cell-01'));
    expect(choose(environment, [inBoth('cell-01')], both)).toMatchObject({
      why: expect.stringContaining('a 2 of 2 user pools'),
    });
  });

  test('are those requested, or in the account of the certificate', () => {
    const environment = fleet({
      'cell-01': cell('a', 1, { ring: 'canary' }),
      'cell-02': cell('b', 9),
    });
    expect(choose(environment, [], { ...both, cell: 'cell-01' })).toEqual(inBoth('cell-01'));
    expect(choose(environment, [], { ...both, accountId: '1' })).toEqual(inBoth('cell-01'));
    expect(choose(environment, [inBoth('cell-01')], { ...both, cell: 'cell-01' })).toHaveProperty('why');
  });
});

const someFleet: fc.Arbitrary<Part> = fc
  .array(
    fc.record({
      account: fc.constantFrom('a', 'b', 'c'),
      capacity: fc.integer({ min: 1, max: 4 }),
      regions: fc.subarray(regions, { minLength: 1 }),
      ring: fc.constantFrom('canary' as const, 'early' as const, 'general' as const),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((cells) =>
    fleet(Object.fromEntries(cells.map((one, index) => [`cell-0${index + 1}`, one])), {
      a: account('1', { userPoolQuota: 3 }),
      b: account('2', { flows: ['customer'], userPoolQuota: 30 }),
      c: account('3'),
    }),
  );
const someRegions = fc.subarray(regions, { minLength: 1 });

/** Adds tenants one after the other; those without room are left out. */
function fill(environment: Part, wishes: readonly string[][]): { cells: Cells }[] {
  const room = roomOf(environment, []);
  return wishes.flatMap((regions) => {
    const choice = chooseCells(environment, room, { regions });
    if ('why' in choice) return [];
    const tenant = { cells: { ...choice.cells } };
    room.add(tenant);
    return [tenant];
  });
}

/** What the capacity check finds if the environment's files had these tenants. */
const overfull = (environment: Part, tenants: { cells: Cells }[]) =>
  capacity({
    file: 'environments/test.ts',
    name: 'test',
    environment,
    written: new Set(),
    tenants: tenants.map((tenant, index) => ({ file: `${index}.json`, name: `${index}`, tenant })),
    services: [],
    tombstones: [],
    samlDocuments: [],
    register: undefined,
  });

describe('whatever the fleet', () => {
  test('a choice covers every region, in one account, within capacities and quotas', () => {
    fc.assert(
      fc.property(someFleet, fc.array(someRegions, { maxLength: 25 }), (environment, wishes) => {
        const tenants = fill(environment, wishes);
        expect(overfull(environment, tenants)).toEqual([]);
        const room = roomOf(environment, tenants);
        for (const [name, { flows }] of Object.entries(environment.accounts))
          for (const region of regions) {
            const { used, quota } = room.pools(region, name);
            expect(used).toBeLessThanOrEqual(Math.max(quota, flows.length));
          }
        for (const { cells } of tenants) {
          const accounts = new Set(Object.values(cells).map((cell) => environment.cells[cell]?.account));
          expect(accounts.size).toBe(1);
        }
      }),
    );
  });

  test('it is refused only if no account has room in every region', () => {
    fc.assert(
      fc.property(
        someFleet,
        fc.array(someRegions, { maxLength: 25 }),
        someRegions,
        (environment, wishes, wanted) => {
          const room = roomOf(environment, fill(environment, wishes));
          const hasRoom = Object.keys(environment.accounts).some((account) =>
            wanted.every((region) =>
              Object.entries(environment.cells).some(
                ([name, one]) => one.account === account && room.free(region, name) > 0,
              ),
            ),
          );
          expect('cells' in chooseCells(environment, room, { regions: wanted })).toBe(hasRoom);
        },
      ),
    );
  });

  test('the order in which a file lists cells, accounts and tenants does not matter', () => {
    const reversed = <T>(record: Record<string, T>) => Object.fromEntries(Object.entries(record).reverse());
    fc.assert(
      fc.property(
        someFleet,
        fc.array(someRegions, { maxLength: 25 }),
        someRegions,
        (environment, wishes, wanted) => {
          const tenants = fill(environment, wishes);
          const other = {
            ...environment,
            cells: reversed(environment.cells),
            accounts: reversed(environment.accounts),
          };
          const chosen = choose(environment, tenants, { regions: wanted });
          const again = choose(other, [...tenants].reverse(), { regions: wanted });
          expect('cells' in again && again.cells).toEqual('cells' in chosen && chosen.cells);
        },
      ),
    );
  });
});
