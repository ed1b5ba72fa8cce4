import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { reviewFixture } from '../../../bench/support/review-fixture';
import { html } from '../../../scripts/review/render/html/page';
import type { Review } from '../../../scripts/review/report';
import { cell, change } from '../../scripts/review/changes';
import { finding, reviewOf } from '../../scripts/review/render/reviews';
import { startChromium } from '../../support/chromium';
import { contrastFaults } from './contrast';

const folder = mkdtempSync(join(tmpdir(), 'fleet-page-'));
let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

interface Look {
  width?: number;
  colorScheme?: 'light' | 'dark';
}

const faults: string[] = [];
let pages = 0;

/** Opens the review page from disk. Records its requests and errors. */
async function open(review: Review, { width = 1280, colorScheme = 'light' }: Look = {}): Promise<Page> {
  const file = join(folder, `${++pages}.html`);
  writeFileSync(file, html(review));
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  const own = pathToFileURL(file).href;
  context.on('request', (request) => {
    if (request.url() !== own && request.url() !== 'data:,') faults.push(`asked for ${request.url()}`);
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => faults.push(message.text()));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(own);
  await page.locator('#changes .group').first().waitFor();
  return page;
}

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  expect(faults.splice(0)).toEqual([]);
});

/** Opens everything that can be opened, including what appears then. */
const openAll = (page: Page) =>
  page.waitForFunction(() => {
    const all = [...document.querySelectorAll('details')];
    const done = all.every((details) => details.open && details.childElementCount > 1);
    for (const details of all) details.open = true;
    return done;
  });

const review = reviewFixture({ stacks: 40 });

const cellOf = (page: Page, stack: string) => page.locator(`[data-stack="${stack}"]`);
const groupsOf = (page: Page) => page.locator('#changes .group');
const result = (page: Page) => page.getByRole('status');

test('the verdict comes first, with the number of blocking findings', async () => {
  const page = await open(review);
  expect(await page.locator('h1').textContent()).toBe('Blocked');
  expect(await page.locator('#verdict').textContent()).toContain('2 findings block it');
  expect(await page.title()).toBe('Blocked: plan review of prod');
});

test('each stack shows its most severe change, in words as well as in colour', async () => {
  const page = await open(review);
  const label = (stack: string) => cellOf(page, stack).getAttribute('aria-label');
  expect(await label('prod-cells-a-eu-central-1-cell-01')).toBe(
    'prod-cells-a-eu-central-1-cell-01: blocked, 39 changes',
  );
  expect(await label('prod-cells-a-eu-central-1-foundation')).toBe(
    'prod-cells-a-eu-central-1-foundation: unchanged, 0 changes',
  );
  const [failed] = review.model.failed;
  expect(await label(failed?.id ?? '')).toBe(`${failed?.id}: failed`);
  expect(await page.locator('.cell').count()).toBe(
    review.model.stacks.length + review.model.failed.length + review.model.skipped.length,
  );
});

test('a fleet-wide change is one group, which expands to values, exceptions and locations', async () => {
  const page = await open(review);
  const group = groupsOf(page).filter({ hasText: 'aws_cognito_user_pool_client.{tenant}_app' });
  expect(await group.count()).toBe(1);
  expect(await group.textContent()).toMatch(
    /the same change in 21 cells \(62 tenants\)different in 2 places/,
  );
  await group.locator('summary').first().click();
  expect(await group.locator('.sides').first().textContent()).toBe('before15after30');
  await group.locator('.exception > summary').click();
  await group.locator('.exception .diff').waitFor();
  expect(await group.locator('.exception').textContent()).toContain(
    '"https://{tenant}.preview.example/signed-in"',
  );
  await group.locator('.exception .places .link').first().click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.textContent()).toContain('https://umbrella-3.preview.example');
});

describe('filters', () => {
  test.each<[string, (page: Page) => Promise<unknown>, RegExp, string]>([
    ['text', (page) => page.getByLabel('Text').fill('INITECH destroy-nothing'), /^0 changes/, ''],
    [
      'text, words in any order',
      (page) => page.getByLabel('Text').fill('_pool initech delete'),
      /^4 changes in 2 stacks match/,
      'aws_cognito_user_pool_client.initech_client',
    ],
    ['tenant', (page) => page.getByLabel('Tenant').fill('initech'), /^\d+ changes in 2 stacks match/, ''],
    ['ring', (page) => page.getByLabel('Ring').selectOption('canary'), /in 2 stacks match/, ''],
    [
      'risk',
      (page) => page.getByLabel('Risk').selectOption('blocked'),
      /^2 changes in 2 stacks match/,
      'aws_cognito_user_pool.initech_pool',
    ],
    [
      'section',
      (page) => page.getByLabel('Section').selectOption('state'),
      /^21 changes in 21 stacks match/,
      'move',
    ],
  ])('by %s', async (_, choose, told, shown) => {
    const page = await open(review);
    const all = await result(page).textContent();
    await choose(page);
    await page.waitForFunction((before) => document.querySelector('.result')?.textContent !== before, all);
    expect(await result(page).textContent()).toMatch(told);
    expect(await page.locator('#changes').textContent()).toContain(
      shown || (told.source.startsWith('^0') ? 'No change matches.' : ''),
    );
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await result(page).textContent()).toBe(all);
  });

  test('each cell shows how many changes match', async () => {
    const page = await open(review);
    await page.getByLabel('Risk').selectOption('approved');
    const labels = await page
      .locator('.cell:not(.dim)')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
    expect(labels).toEqual([
      'prod-cells-a-eu-central-1-cell-01: approved, 1 change',
      'prod-cells-a-us-east-1-cell-01: approved, 1 change',
    ]);
  });
});

test('everything works by keyboard: tab to the matrix, arrows in it, enter, escape, and focus returns', async () => {
  const page = await open(review);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-stack'));
  await page.getByRole('button', { name: 'Reset' }).focus();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('prod-cells-a-eu-central-1-foundation');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('prod-cells-a-eu-west-1-cell-01');
  await page.keyboard.press('End');
  expect(await focused()).toBe('prod-cells-a-us-east-1-cell-01');
  await page.keyboard.press('Home');
  expect(await focused()).toBe('prod-cells-a-eu-central-1-cell-01');
  const outline = await page.evaluate(
    () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
  );
  expect(outline).toBe('solid');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('heading', { level: 2 }).textContent()).toBe(
    'prod-cells-a-eu-central-1-cell-01',
  );
  // The title has the focus; then come the close button and the first change.
  for (let press = 0; press < 2; press++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await dialog.locator('.finding').first().textContent()).toContain(
    'To proceed: Put the tenant file back.',
  );
  await page.keyboard.press('Escape');
  expect(await dialog.count()).toBe(0);
  expect(await focused()).toBe('prod-cells-a-eu-central-1-cell-01');
  // One tab stop per account.
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('prod-identity-eu-central-1-foundation');
});

describe.each([375, 1280])('at %d pixels', (width) => {
  test.each(['light', 'dark'] as const)(
    'nothing is wider than the window, and all text is readable: %s',
    async (colorScheme) => {
      const page = await open(review, { width, colorScheme });
      const widest = () => page.evaluate(() => document.documentElement.scrollWidth);
      await openAll(page);
      expect(await widest()).toBe(width);
      expect(await page.evaluate(contrastFaults)).toEqual([]);
      await cellOf(page, 'prod-cells-a-eu-central-1-cell-01').click();
      const dialog = page.getByRole('dialog');
      await openAll(page);
      expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      expect(await page.evaluate(contrastFaults)).toEqual([]);
      expect(await widest()).toBe(width);
    },
  );
});

test('light and dark differ', async () => {
  const colours = await Promise.all(
    (['light', 'dark'] as const).map(async (colorScheme) =>
      (await open(review, { colorScheme })).evaluate(() => getComputedStyle(document.body).backgroundColor),
    ),
  );
  expect(new Set(colours).size).toBe(2);
});

const hostile = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '<img src=http://evil.example/x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  'javascript:alert(1)',
  '\u202edrow',
  '\u0000\u001b[31m',
  '&lt;b&gt;',
  '{tenant}',
  '__proto__',
  '$&',
  'x'.repeat(300),
].join(' ');

test('hostile names and values are shown as plain text', async () => {
  const stack = cell(0, [
    change({
      address: hostile,
      owner: `tenant:${hostile}`,
      id: hostile,
      previousAddress: hostile,
      type: hostile,
      attributes: [
        { path: hostile, before: hostile, after: { [hostile]: [hostile, 'and another that is long'] } },
      ],
      effects: [{ id: 'code-changed', what: hostile }],
    }),
  ]);
  const made = reviewOf(
    [
      {
        ...stack,
        stack: { ...stack.stack, id: hostile, account: hostile, stack: hostile, tenants: [hostile] },
      },
    ],
    [
      finding({
        stack: hostile,
        address: hostile,
        action: 'update',
        rule: hostile,
        why: hostile,
        proceed: hostile,
        tenants: [hostile],
        approval: hostile,
      }),
    ],
  );
  made.model.failed = [{ id: `x${hostile}`, reason: hostile }];
  made.model.skipped = [{ id: `y${hostile}`, why: hostile }];
  made.verdict.approvals = [{ file: hostile, state: 'unused', why: hostile }];
  made.facts = { ...made.facts, commit: hostile, by: hostile, authors: [hostile] };
  const page = await open({ ...made, model: { ...made.model, environment: hostile } }, { width: 375 });
  await openAll(page);
  await page.locator('.cell').first().click();
  await openAll(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  const inside = page.locator('dialog .inside');
  expect(await inside.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  const text = (await page.locator('#verdict, main, dialog').allTextContents())
    .join(' ')
    .replaceAll(/\s+/g, ' ');
  expect(text).toContain('</script><script>alert(1)</script> <!--<script> <img src=http://evil.example/x');
  expect(text).toContain('\\u{202e}drow \\u{0}\\u{1b}[31m &lt;b&gt; {tenant}');
  expect(text).not.toMatch(/[\u202e]/);
  expect(
    await page
      .locator('img, iframe, object, embed, body script:not([type]) ~ script, [onerror], [onload]')
      .count(),
  ).toBe(0);
});

test('only its own script can run, and it cannot make requests', async () => {
  let reached = 0;
  const server = createServer((_, response) => {
    reached++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const page = await open(review);
  const refused = await page.evaluate(
    (url) =>
      new Promise<string[]>((resolve) => {
        const seen = new Set<string>();
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          seen.add(effectiveDirective);
          if (seen.size === 3) resolve([...seen].sort());
        });
        const script = document.createElement('script');
        try {
          script.textContent = 'window.ran = true';
          document.body.append(script);
        } catch {}
        const image = document.createElement('img');
        image.src = url;
        document.body.append(image);
        fetch(url).catch(() => {});
      }),
    `http://127.0.0.1:${port}/`,
  );
  await new Promise((resolve) => server.close(resolve));
  expect(refused).toEqual(['connect-src', 'img-src', 'require-trusted-types-for']);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(reached).toBe(0);
  // The browser reports what it refused.
  faults.splice(0);
});

test('three hundred stacks with ten thousand changes can be searched', async () => {
  const large = reviewFixture({ stacks: 300 });
  const page = await open(large);
  expect(await page.locator('.cell').count()).toBe(305);
  expect(await result(page).textContent()).toMatch(/^9,\d{3} changes in 261 stacks$/);
  // Closed groups are not rendered.
  expect(await page.locator('.attribute').count()).toBe(0);
  await page.getByLabel('Text').fill('preview.example');
  await page.locator('.result', { hasText: 'match' }).waitFor();
  expect(await groupsOf(page).count()).toBe(1);
});

test('without scripts, the page shows the verdict', async () => {
  const file = join(folder, 'plain.html');
  writeFileSync(file, html(review));
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  expect(await page.locator('.noscript').isVisible()).toBe(true);
  expect(await page.locator('.noscript').textContent()).toContain('2 findings block it');
});
