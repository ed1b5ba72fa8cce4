import { readFileSync } from 'node:fs';
import { effects } from '../../../../scripts/review/effects/catalogue';

/** Rows of the tables in `docs/risk.md`: effect, trigger, reason. */
const rows = readFileSync('docs/risk.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | '))
  .map(([id = '', trigger = '', why = '']) => ({
    id: id.replace(/[|` ]/g, ''),
    trigger,
    why: why.replace(/ \|$/, ''),
  }));

test('the documentation has each effect once, with the reason that people see', () => {
  expect(rows.map(({ id }) => id).sort()).toEqual(Object.keys(effects).sort());
  expect(Object.fromEntries(rows.map(({ id, why }) => [id, why]))).toEqual(effects);
  expect(rows.filter(({ trigger }) => trigger.length < 10)).toEqual([]);
});
