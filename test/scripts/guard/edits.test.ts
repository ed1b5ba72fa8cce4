import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dangerous, harmless, refused } from '../../e2e/flows/edit-table';

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
const rulesOf = (finds: (typeof dangerous)[number]['finds']) =>
  [...new Set(finds.map(([rule]) => `\`${rule}\``))].join(', ');

test('docs/edits.md lists every edit that test/e2e/flows plans, and no other', () => {
  const text = readFileSync(join(__dirname, '../../../docs/edits.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (edit|---)/.test(line));
  expect(rows).toEqual([
    ...dangerous.map(({ what, stacks, finds }) => row(what, stacks.join(', '), rulesOf(finds))),
    ...refused.map(({ what, says }) => row(what, says)),
    ...harmless.map(({ what, stacks }) => row(what, stacks.join(', '))),
  ]);
});

test('there are at least thirty of each kind, and no duplicates', () => {
  for (const edits of [dangerous, harmless]) {
    expect(edits.length).toBeGreaterThanOrEqual(30);
    expect(new Set(edits.map(({ what }) => what)).size).toBe(edits.length);
  }
});
