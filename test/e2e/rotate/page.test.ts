import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { duePage } from '../../../scripts/rotate/due/page';
import { judgedTen, now } from '../../scripts/rotate/due/ten';
import { startChromium } from '../../support/chromium';
import { contrastFaults } from '../review/contrast';

const folder = mkdtempSync(join(tmpdir(), 'fleet-due-'));
const items = judgedTen();
let browser: Browser;
let file: string;

beforeAll(async () => {
  browser = await startChromium();
  file = join(folder, 'due.html');
  const hostile = {
    ...items[9],
    state: 'fine',
    why: '<script>alert(1)</script>',
    owner: '"><img src=x>',
  } as const;
  writeFileSync(file, duePage({ environment: 'prod', at: now, items: [...items, hostile as never] }));
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

test.each([
  [1280, 'light'],
  [390, 'dark'],
] as const)(
  '%i pixels, %s: shows what is due over twelve months, is readable, and makes no request',
  async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const asked: string[] = [];
    const own = pathToFileURL(file).href;
    context.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => asked.push(message.text()));
    await page.goto(own);
    expect(await page.locator('h1').textContent()).toBe('5 of 11 are due');
    const names = await page
      .locator('.items tbody th')
      .evaluateAll((all) => all.map((one) => one.firstChild?.textContent));
    expect(names.slice(0, 5)).toEqual(['expired', 'long overdue', 'too old', 'expires soon', 'soaked']);
    expect(await page.locator('table.month').count()).toBe(12);
    const today = page.locator('td.today');
    expect(await today.textContent()).toBe('305');
    expect(await today.getAttribute('title')).toContain('client secret too old (identity, eu-central-1)');
    expect(await page.getByText('<script>alert(1)</script>').count()).toBe(1);
    expect(await page.evaluate(contrastFaults)).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wider).toBe(false);
    expect(asked.filter((what) => what !== own && what !== 'data:,')).toEqual([]);
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: join(process.env.SCREENSHOTS, `due-${width}.png`), fullPage: true });
    await context.close();
  },
);
