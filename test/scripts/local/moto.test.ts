import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { installMoto, motoFor } from '../../../scripts/local/moto';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moto-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function executable(name: string, script = '#!/bin/sh\n'): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}

test("moto is found on PATH, then in the project's own venv; a MOTO_SERVER that cannot be run is not replaced", () => {
  expect(motoFor(folder, { PATH: folder })).toBeUndefined();
  const own = executable('.fleet/venv/bin/moto_server');
  expect(motoFor(folder, { PATH: folder })).toBe(own);
  expect(motoFor(folder, { PATH: folder, MOTO_SERVER: join(folder, 'nothing') })).toBeUndefined();
  expect(motoFor(folder, { PATH: dirname(executable('bin/moto_server')) })).toBe(
    join(folder, 'bin/moto_server'),
  );
});

test('an install without python3 says so, and how to fix it', async () => {
  await expect(installMoto(folder, { PATH: folder })).rejects.toThrow(/python3 not found.*Install Python/s);
});

test('an install that fails shows the last output of what failed', async () => {
  executable('python3', '#!/bin/sh\necho "Error: ensurepip is not available" >&2\nexit 1\n');
  await expect(installMoto(folder, { PATH: folder })).rejects.toThrow(/ensurepip is not available/);
});
