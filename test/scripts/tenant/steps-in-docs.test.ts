import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Ids of the steps in a file's code, in order: `mark ${region}` is `mark <region>`. */
const stepsIn = (file: string): string[] =>
  [...read(file).matchAll(/(?:\.(?:once|always)\(|const id =)\s*[`']([^`']+)[`']/g)].map(([, id = '']) =>
    id.replace(/\$\{(?:\w+\.)*(\w+)\}/g, '<$1>'),
  );

/** First cells of each table below a heading of the page, except those that are not steps of the ledger. */
function tablesBelow(heading: string): string[][] {
  const section =
    read('docs/tenant-life.md')
      .split(/^## /m)
      .find((text) => text.startsWith(heading)) ?? '';
  const tables = section.split('| step | what | as which role |').slice(1);
  return tables.map((table) => [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, id = '']) => id));
}

test.each([
  ['Suspend and resume', ['scripts/tenant/suspend.ts', 'scripts/tenant/resume.ts']],
  ['Move to another cell', ['scripts/tenant/move/move.ts']],
  ['Offboard', ['scripts/tenant/offboard/offboard.ts', 'scripts/tenant/offboard/destroy-tenant.ts']],
])('%s: the page has the steps that the code has', (heading, files) => {
  const tables = tablesBelow(heading);
  expect(tables).toHaveLength(files.length);
  for (const [index, file] of files.entries()) {
    expect(stepsIn(file).length).toBeGreaterThan(0);
    expect([...(tables[index] ?? [])].sort()).toEqual(stepsIn(file).sort());
  }
});
