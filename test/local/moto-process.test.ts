import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMoto, motoMissing, startMoto } from '../../local/moto-process';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moto-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function executable(name: string, script = '#!/bin/sh\n', mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, script);
  chmodSync(path, mode);
  return path;
}

test('MOTO_SERVER wins over PATH', () => {
  const onPath = executable('moto_server');
  const named = executable('my-moto');
  expect(findMoto({ PATH: folder })).toBe(onPath);
  expect(findMoto({ PATH: folder, MOTO_SERVER: named })).toBe(named);
});

test('a MOTO_SERVER that cannot be run is reported, and nothing else is used instead', () => {
  executable('moto_server');
  const env = { PATH: folder, MOTO_SERVER: executable('plain', '', 0o644) };
  expect(findMoto(env)).toBeUndefined();
  expect(motoMissing(env).message).toContain(`MOTO_SERVER names ${env.MOTO_SERVER}`);
});

test('a missing moto is reported, with how to get it', () => {
  expect(motoMissing({}).message).toContain("pip install 'moto[server]==5.2.*'");
});

test('moto runs with our settings for Python, and keeps those of its user', async () => {
  const MOTO_SERVER = executable('moto_server', '#!/bin/sh\necho "<$PYTHONPATH>" >&2\nexit 1\n');
  const env = jest.replaceProperty(process, 'env', { MOTO_SERVER, PYTHONPATH: '/somewhere/else' });
  const ours = join(__dirname, '../../local/moto');
  await expect(startMoto()).rejects.toThrow(`<${ours}:/somewhere/else>`);
  env.restore();
});
