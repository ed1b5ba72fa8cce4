import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { stacksOf } from '../../../scripts/selection/stacks';
import { statusPage } from '../../../scripts/status/page';
import { type StackStatus, stackStates } from '../../../scripts/status/stack-status';
import { realEnvironment } from '../../invariants/fleet';
import { startChromium } from '../../support/chromium';
import { contrastFaults } from '../review/contrast';

const folder = mkdtempSync(join(tmpdir(), 'fleet-status-'));
const { environment, ...rest } = realEnvironment('prod');
const stacks = stacksOf({ environment, ...rest }).map(
  ({ ring, tenants, ...stack }, at): StackStatus => ({
    ...stack,
    ring: ring ?? null,
    tenants: tenants.length,
    state: stackStates[at % stackStates.length] as StackStatus['state'],
  }),
);
const hash = (digit: string) => digit.repeat(64);
let browser: Browser;
let file: string;

beforeAll(async () => {
  browser = await startChromium();
  file = join(folder, 'status.html');
  writeFileSync(
    file,
    statusPage({
      environment: 'prod',
      at: '2026-11-30T12:00:00Z',
      regions: environment.regions,
      stacks,
      parity: [{ store: 'tenant acme', state: 'differs', places: { 'a r1': hash('1'), 'a r2': hash('2') } }],
    }),
  );
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

test.each([
  [1280, 'light'],
  [390, 'dark'],
] as const)(
  '%i pixels, %s: shows all stacks, filters by state, is readable, and makes no request',
  async (width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const asked: string[] = [];
    const own = pathToFileURL(file).href;
    context.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => asked.push(message.text()));
    await page.goto(own);
    const cells = page.locator('td.state');
    expect(await cells.count()).toBe(stacks.length);
    expect(await page.locator('h1').textContent()).toBe('7 of 46 stacks are as configured');
    expect(await page.getByText('tenant acme').count()).toBe(1);
    await page.keyboard.press('Tab');
    await page.getByLabel(/ behind$/).check();
    const shown = await cells.evaluateAll((all) =>
      all
        .filter((cell) => (cell as HTMLElement).checkVisibility({ visibilityProperty: true }))
        .map((cell) => cell.className),
    );
    expect(new Set(shown)).toEqual(new Set(['state behind']));
    expect(shown).toHaveLength(stacks.filter(({ state }) => state === 'behind').length);
    await page.getByLabel(/all 46/).check();
    expect(await page.evaluate(contrastFaults)).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wider).toBe(false);
    expect(asked.filter((what) => what !== own && what !== 'data:,')).toEqual([]);
    await context.close();
  },
);
