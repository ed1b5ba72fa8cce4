import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { CodeStore } from '../../../local/lambda/code';

const zipOf = (files: Record<string, string>) =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );

test('a zip is found by its hash and unpacked once, folders included', () => {
  const code = new CodeStore();
  const zip = zipOf({ 'index.js': '1', 'lib/deep/a.js': '2' });
  const hash = code.keep(zip);
  expect(hash).toBe(createHash('sha256').update(zip).digest('base64'));
  const folder = code.unpacked(hash) as string;
  expect(readFileSync(join(folder, 'lib/deep/a.js'), 'utf8')).toBe('2');
  expect(code.unpacked(hash)).toBe(folder);
  expect(code.unpacked('unknown')).toBeUndefined();
  code.clear();
  expect(existsSync(folder)).toBe(false);
});

test('an entry that points outside the zip is refused', () => {
  const code = new CodeStore();
  const hash = code.keep(zipOf({ '../evil.js': 'x' }));
  expect(() => code.unpacked(hash)).toThrow('../evil.js points outside the zip');
});
