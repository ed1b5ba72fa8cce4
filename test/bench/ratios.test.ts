import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, documented } from '../../bench/support/ratios';

test('the documentation promises what the benchmarks check', () => {
  const page = readFileSync(join(__dirname, '../../docs/performance.md'), 'utf8');
  const rows = page
    .split('\n')
    .flatMap((line) => [...line.matchAll(/^\| ([^|]+) \| ([\d.]+) \| [\d.]+ \|$/g)]);
  expect(Object.fromEntries(rows.map(([, name, most]) => [name, Number(most)]))).toEqual(documented);
});

const name = 'synth of 1,000 tenants to bare CDKTF';

test.each([
  [0.5, undefined],
  [1, undefined],
  [1.01, 1],
  [Number.NaN, 1],
])('%d times what is documented ends with %p', (times, code) => {
  const before = process.exitCode;
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  process.exitCode = undefined;
  try {
    check(name, times * documented[name]);
    expect(process.exitCode).toBe(code);
    expect(log).toHaveBeenCalledTimes(1);
  } finally {
    process.exitCode = before;
    log.mockRestore();
  }
});
