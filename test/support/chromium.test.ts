import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium';

const folder = mkdtempSync(join(tmpdir(), 'fleet-chromium-'));
afterAll(() => rmSync(folder, { recursive: true }));
const browser = join(folder, 'google-chrome');
writeFileSync(browser, '');

test.each<[string, NodeJS.ProcessEnv, string | undefined]>([
  ['the one in CHROMIUM_PATH', { CHROMIUM_PATH: browser, PATH: '' }, browser],
  ['the first on PATH', { PATH: `/nowhere:${folder}` }, browser],
  ['none if CHROMIUM_PATH does not exist', { CHROMIUM_PATH: join(folder, 'none'), PATH: folder }, undefined],
])('%s', (_, env, found) => {
  expect(findChromium(env)).toBe(found);
});
