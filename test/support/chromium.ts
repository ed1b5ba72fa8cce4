import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

/** Where macOS keeps them. */
const applications = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);

/** `CHROMIUM_PATH`, else one on PATH, in macOS's applications, or installed by Playwright; undefined if none is found. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM_PATH) return existsSync(env.CHROMIUM_PATH) ? env.CHROMIUM_PATH : undefined;
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...applications, chromium.executablePath()].find((path) => existsSync(path));
}

/** Starts it headless. Throws, with how to install it, if there is none: an unchecked page counts as broken. */
export function startChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error(
      `no Chromium was found${process.env.CHROMIUM_PATH ? ` at CHROMIUM_PATH, ${process.env.CHROMIUM_PATH}` : ''}. ` +
        'Install it: make chromium (Debian, as root), brew install --cask chromium, or npx playwright-core install chromium; ' +
        'or set CHROMIUM_PATH',
    );
  // Chromium refuses to use its sandbox as root, which pipelines run as; the page is trusted.
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}
