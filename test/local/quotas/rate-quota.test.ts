import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readQuotas } from '../../../local/quotas/rate-quota';
import { rateQuotas } from '../../../scripts/quotas/rates';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quotas-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (content: unknown) => {
  const file = join(folder, 'quotas.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};

test('quotas can be written to a file and read back unchanged', () => {
  expect(readQuotas(written(rateQuotas))).toEqual(rateQuotas);
});

test.each([{ perSecond: 0 }, { operations: undefined }, { service: '' }])('refused: %j', (wrong) => {
  expect(() => readQuotas(written([{ ...rateQuotas[0], ...wrong }]))).toThrow(/quotas.json: a quota needs/);
});
