import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pieces } from '../../../scripts/adoption/references';
import { kinds } from '../../../scripts/adoption/table';
import { realEnvironments, resourcesOf, root, strings, synthesize } from '../../invariants/fleet';
import { everyOption, withOktaApp } from '../../stacks/every-option';

const stacks = [...realEnvironments, everyOption, withOktaApp].flatMap((loaded) => [
  ...synthesize(loaded).values(),
]);
const resources = resourcesOf(stacks);

test('every resource type in the stacks has an entry, and no entry is for any other', () => {
  expect(Object.keys(kinds).sort()).toEqual([...new Set(resources.map(({ type }) => type))].sort());
});

test('what the stack imports by itself has an import block in it', () => {
  const left = resources.filter(({ type }) => {
    const kind = kinds[type];
    return kind?.by === 'nothing' && kind.instead === 'by-itself';
  });
  expect(left.length).toBeGreaterThan(0);
  for (const { stack, address } of left)
    expect(stack.json.import.map(({ to }: { to: string }) => to)).toContain(address);
});

test('strings of AWS resources contain only plain references to others', () => {
  for (const { type, block } of resources.filter(({ type }) => type.startsWith('aws_')))
    for (const { text } of strings({ ...block, lifecycle: undefined })) {
      const parts = pieces(text).filter((piece) => typeof piece !== 'string');
      for (const { address } of parts)
        expect([type, kinds[address.split('.')[0] ?? '']?.by]).toEqual([
          type,
          expect.stringMatching(/^(name|list)$/),
        ]);
    }
});

test('docs/adoption.md shows the same', () => {
  const rows = readFileSync(join(root, 'docs/adoption.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const expected = Object.entries(kinds).map(([type, kind]) => {
    const cells = 'what' in kind ? [kind.what] : [kind.found, kind.unique, kind.format];
    return `| \`${type}\` | ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  expect(rows.sort()).toEqual(expected.sort());
});
