import fc from 'fast-check';
import { type ShownStack, screen } from '../../../scripts/cli/screen';

const stack = (id: string, wave: number, state: ShownStack['state'], text = ''): ShownStack => ({
  id,
  wave,
  state,
  text,
});

test('a bar for all and for each wave in progress, what is running, and what failed last', () => {
  const stacks = [
    stack('a', 0, 'done', 'applied'),
    stack('b', 0, 'failed', 'no right'),
    stack('c', 1, 'running', 'apply 1 of 2'),
    stack('d', 1, 'waiting'),
    stack('e', 2, 'waiting'),
  ];
  expect(screen(stacks, { rows: 24, columns: 80 })).toEqual([
    'all        ██████████░░░░░░░░░░░░░░ 2 of 5  1 failed',
    'wave 1     ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 2',
    '  c  apply 1 of 2',
    '✖ b  no right',
  ]);
});

const anyStacks = fc
  .array(
    fc.tuple(
      fc.nat(9),
      fc.constantFrom('waiting', 'running', 'done', 'failed'),
      fc.string({ maxLength: 300 }),
    ),
    { maxLength: 1000 },
  )
  .map((all) => all.map(([wave, state, text], at) => stack(`s${at}`, wave, state, text)));

test('it fits the terminal, whatever and however much is running', () => {
  fc.assert(
    fc.property(
      anyStacks,
      fc.integer({ min: 2, max: 60 }),
      fc.integer({ min: 10, max: 200 }),
      (stacks, rows, columns) => {
        const lines = screen(stacks, { rows, columns });
        expect(lines.length).toBeLessThan(rows);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      },
    ),
    { numRuns: 50 },
  );
});

test('what does not fit is counted', () => {
  const stacks = Array.from({ length: 1000 }, (_, at) => stack(`s${at}`, 0, at < 40 ? 'running' : 'waiting'));
  const lines = screen(stacks, { rows: 24, columns: 80 });
  const shown = lines.filter((line) => /^ {2}s\d+/.test(line)).length;
  expect(lines.at(-1)).toBe(`  and ${40 - shown} more`);
});
