import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentCache } from '../content-cache';
import { inTemporaryFolder } from './invariants/fleet';

/** A project with one folder of code and some packages. */
function project(folder: string, code = 'code', packages = 'packages') {
  mkdirSync(join(folder, 'maker/deep'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'maker/deep/code.ts'), code);
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), packages);
  return contentCache(folder, 'things', ['maker']);
}

test('what is cached for some content is found again for that content only', () => {
  inTemporaryFolder((folder) => {
    const cache = project(folder);
    cache.write(cache.key({ a: 1 }), Buffer.from('one'));
    expect(project(folder).read(cache.key({ a: 1 }))).toEqual(Buffer.from('one'));
    expect(cache.read(cache.key({ a: 2 }))).toBeUndefined();
  });
});

test.each([
  ['the code that makes it', ['other code', 'packages']],
  ['the packages that are installed', ['code', 'other packages']],
])('another version of %s finds nothing', (_, [code, packages]) => {
  inTemporaryFolder((folder) => {
    const before = project(folder);
    before.write(before.key('x'), Buffer.from('old'));
    const after = project(folder, code, packages);
    expect(after.read(after.key('x'))).toBeUndefined();
  });
});

test('if nothing can be written, nothing is cached, and nothing fails', () => {
  inTemporaryFolder((folder) => {
    const cache = project(folder);
    writeFileSync(join(folder, '.fleet'), 'a file where the folder should be');
    cache.write(cache.key('x'), Buffer.from('one'));
    expect(cache.read(cache.key('x'))).toBeUndefined();
  });
});
