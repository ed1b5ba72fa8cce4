import { join } from 'node:path';
import { filesOf, root } from './fleet';

const { testTimeout } = require('../../jest.config') as { testTimeout: number };

const milliseconds = (text: string) => Number(text.replaceAll('_', ''));

/** Time limits that a test file sets itself: `jest.setTimeout`, or the third argument of a test, hook or `describe`. */
const limitsIn = (source: string): number[] =>
  [...source.matchAll(/jest\.setTimeout\(([\d_]+)\)|^\s*\}, ([\d_]{4,})\);$/gm)].map(([, all, one]) =>
    milliseconds(all ?? one ?? ''),
  );

// Symbols of jest-circus are its own, and are known by their names only.
const stateOfJest = (): { testTimeout: number } => {
  const symbol = Object.getOwnPropertySymbols(globalThis).find(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  );
  return (globalThis as unknown as Record<symbol, { testTimeout: number }>)[symbol as symbol] as never;
};

test("no test relies on jest's default of 5 s", () => {
  expect(testTimeout).toBeGreaterThanOrEqual(300_000);
  expect(stateOfJest().testTimeout).toBe(testTimeout);
});

test('no test gives itself less time than the default of all', () => {
  const files = [...filesOf(join(root, 'test'))].filter(([path]) => path.endsWith('.ts'));
  const short = files.flatMap(([path, source]) =>
    limitsIn(String(source)).some((limit) => limit < testTimeout) ? [path] : [],
  );
  expect(files.length).toBeGreaterThan(100);
  expect(short).toEqual([]);
});
