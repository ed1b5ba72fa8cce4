import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import type { Context } from '../../../scripts/cli/context';
import { showDue } from '../../../scripts/rotate/due/command';
import { duePage } from '../../../scripts/rotate/due/page';
import { startFleetOfTen } from '../../scripts/rotate/due/fleet-of-ten';
import { judgedTen, now } from '../../scripts/rotate/due/ten';
import { startChromium } from '../../support/chromium';
import { contrastFaults } from '../review/contrast';

jest.mock('../../../scripts/selection/configuration', () => ({
  validConfiguration: () => [jest.requireActual('../../scripts/rotate/due/fleet-of-ten').loaded],
}));

const folder = mkdtempSync(join(tmpdir(), 'fleet-due-'));
let browser: Browser;

/** A page with everything that can be wrong with a secret, or with what is reported about one. */
function writeWorst(): void {
  const items = judgedTen();
  const hostile = {
    ...items[9],
    state: 'fine',
    why: '<script>alert(1)</script>',
    owner: '"><img src=x>',
  } as const;
  writeFileSync(
    join(folder, 'worst.html'),
    duePage({ environment: 'prod', at: now, items: [...items, hostile as never] }),
  );
}

/** The page that the command itself writes, for ten secrets in a local AWS. */
async function writeWithCommand(): Promise<void> {
  const fleet = await startFleetOfTen();
  const before = process.env;
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: fleet.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  try {
    const context = { workspace: { root: '/', state: folder }, env: process.env } as unknown as Context;
    await showDue(context, { env: 'every', account: ['identity'], out: folder });
  } finally {
    process.env = before;
    await fleet.end();
  }
}

beforeAll(async () => {
  browser = await startChromium();
  writeWorst();
  await writeWithCommand();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const worst = {
  file: 'worst.html',
  title: '5 of 11 are due',
  first: ['expired', 'long overdue', 'too old', 'expires soon', 'soaked'],
  today: '5',
  hint: 'client secret too old (identity, eu-central-1)',
};
const ofCommand = {
  file: 'every.html',
  title: '6 of 10 are due',
  first: [
    expect.stringMatching(/^every-internal\/okta-saml /),
    'every-customer/Google',
    'every-machine/billing',
    'every-machine/legacy-export',
    'every-customer/SignInWithApple',
    'every-internal/okta-oidc',
  ],
  today: '6',
  hint: 'federation secret every-customer/SignInWithApple (identity, eu-central-1)',
};

test.each([
  { ...worst, width: 1280, colorScheme: 'light' },
  { ...worst, width: 390, colorScheme: 'dark' },
  { ...ofCommand, width: 1280, colorScheme: 'dark' },
  { ...ofCommand, width: 390, colorScheme: 'light' },
] as const)(
  '$file at $width pixels, $colorScheme: shows what is due over twelve months, is readable, and makes no request',
  async ({ file, title, first, today: count, hint, width, colorScheme }) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    const asked: string[] = [];
    const own = pathToFileURL(join(folder, file)).href;
    context.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => asked.push(message.text()));
    await page.goto(own);
    expect(await page.locator('h1').textContent()).toBe(title);
    const names = await page
      .locator('.items tbody th')
      .evaluateAll((all) => all.map((one) => one.firstChild?.textContent));
    expect(names.slice(0, first.length)).toEqual(first);
    expect(await page.locator('table.month').count()).toBe(12);
    const today = page.locator('td.today');
    expect(await today.locator('b').textContent()).toBe(count);
    expect(await today.getAttribute('title')).toContain(hint);
    expect(await page.getByText('<script>alert(1)</script>').count()).toBe(file === 'worst.html' ? 1 : 0);
    expect(await page.evaluate(contrastFaults)).toEqual([]);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wider).toBe(false);
    // On a desktop all columns are visible at once.
    const table = await page.locator('.wide').evaluate((one) => one.scrollWidth > one.clientWidth);
    expect(table).toBe(width < 1000);
    expect(asked.filter((what) => what !== own && what !== 'data:,')).toEqual([]);
    if (process.env.SCREENSHOTS)
      await page.screenshot({
        path: join(process.env.SCREENSHOTS, `${file}-${width}.png`),
        fullPage: true,
      });
    await context.close();
  },
);
