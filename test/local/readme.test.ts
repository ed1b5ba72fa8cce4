import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../../local/services';

// The README says what the local AWS answers itself. This proves that it matches the tables of operations.

const local = join(__dirname, '../../local');

/** Second column by the first, for every row of the README's table of services: the folder, and what it answers. */
const rows = new Map(
  [...readFileSync(join(local, 'README.md'), 'utf8').matchAll(/^\| `([\w-]+)\/?` \| ([^|]*) \|/gm)].map(
    ([, folder = '', answered = '']) => [folder, answered],
  ),
);

/** Names in backticks, which is how operations are written there. */
const operationsIn = (folder: string) =>
  [...(rows.get(folder) ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort();

/** Only their tables are read, so they need no local AWS. */
const all = services(
  { network: { addLater() {} }, provideUserPools() {}, forward() {} } as never,
  { kept: {} } as never,
);

test.each(Object.keys(all))('the row of %s lists the operations of its table', (folder) => {
  expect(operationsIn(folder)).toEqual(Object.keys(all[folder]?.operations ?? {}).sort());
});

test('every service has a row, and every folder', () => {
  const folders = readdirSync(local, { withFileTypes: true }).filter(
    // What moto's Python loads is not a service.
    (entry) => entry.isDirectory() && entry.name !== 'moto',
  );
  const names = new Set([...folders.map(({ name }) => name), ...Object.keys(all)]);
  expect([...rows.keys()].sort()).toEqual([...names].sort());
});
