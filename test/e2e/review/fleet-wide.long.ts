import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedEnvironment, Tenant } from '../../../environments/schema';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import type { Alike, Group } from '../../../scripts/review/groups';
import type { ReviewDocument } from '../../../scripts/review/render/json';
import { startChromium } from '../../support/chromium';
import { commit } from '../fleet/approve';
import { type Ended, ok, onLocalAws, removeFolder, stateFolder } from '../fleet/fleet';
import { Project, smallFleet } from '../fleet/small-fleet';

const cells = 50;
const region = 'eu-central-1';
const client = 'aws_cognito_user_pool_client.{tenant}_web-client';
const state = stateFolder();
const numbers = Array.from({ length: cells }, (_, index) => String(index + 1).padStart(2, '0'));

/** Fifty cells with a tenant each, two of which have their own token lifetimes. */
function fleetOf(minutes: { all: number; t07: number; t09: number }): LoadedEnvironment {
  const {
    environment: { machine: _, ...environment },
    tenants,
    overlays,
  } = smallFleet();
  const [like] = tenants as [Tenant];
  const [cell] = Object.values(environment.cells);
  const tokens = (accessMinutes: number) => ({ ...environment.tenants.tokens, accessMinutes });
  const tenant = (number: string): Tenant => {
    const id = `t${number}`;
    const own = id === 't07' || id === 't09' ? { tokens: tokens(minutes[id]) } : {};
    return {
      ...like,
      id,
      cells: { [region]: `cell-${number}` },
      callbackUrls: [`https://${id}.staging.northpay.example/signed-in`],
      logoutUrls: [`https://${id}.staging.northpay.example/`],
      ...own,
    };
  };
  return {
    environment: {
      ...environment,
      accounts: { all: { id: '202020202020', flows: [] } },
      tenants: { ...environment.tenants, tokens: tokens(minutes.all) },
      cells: Object.fromEntries(numbers.map((number) => [`cell-${number}`, cell])),
    } as LoadedEnvironment['environment'],
    tenants: numbers.map(tenant),
    services: [],
    overlays,
  };
}

const before = { all: 15, t07: 12, t09: 10 };
let aws: LocalAws;
let project: Project;

beforeAll(async () => {
  aws = await startLocalAws();
  project = new Project(onLocalAws(aws.endpoint, state));
  const whole = fleetOf(before);
  await standInForOrganisation(aws.endpoint, [whole.environment]);
  project.write(whole);
  commit(project.root);
  ok(await project.fleet('rollout', '--env', 'staging', '--yes', '--parallel', '3', '--json'));
});
afterAll(async () => {
  await aws.stop();
  for (const folder of [state, project.root]) removeFolder(folder);
});

/** Writes the environment and plans it. */
async function planned(minutes: typeof before, ...selection: string[]): Promise<string> {
  project.write(fleetOf(minutes));
  commit(project.root);
  const ended = await project.fleet('plan', '--env', 'staging', '--parallel', '3', '--json', ...selection);
  return JSON.parse(ok(ended).stdout).planSet;
}

const stacks = ({ places }: Pick<Alike, 'places'>) => places.map(({ stack }) => stack.slice(-2));

test('a change of fifty cells is one group with exceptions, and two plan sets can be compared', async () => {
  const set = await planned({ all: 10, t07: 11, t09: 10 });
  const { files } = JSON.parse(ok(await project.fleet('review', set, '--json')).stdout);
  const file = (name: string): string => files.find((path: string) => path.endsWith(name));

  const document: ReviewDocument = JSON.parse(readFileSync(file('review.json'), 'utf8'));
  expect(document.model.stacks).toHaveLength(cells + 2);
  const groups = document.groups.filter(({ shape }) => shape.address === client);
  expect(groups).toHaveLength(1);
  const [group] = groups as [Group];
  expect(stacks(group)).toEqual(numbers.filter((number) => number !== '07' && number !== '09'));
  expect(group.shape.attributes).toMatchObject([{ path: 'access_token_validity', before: 15, after: 10 }]);
  expect(group.exceptions.map(stacks)).toEqual([['07']]);
  expect(group.exceptions[0]?.shape.attributes).toMatchObject([{ before: 12, after: 11 }]);
  expect(group.without.map(({ stack }) => stack)).toEqual(['staging-all-eu-central-1-cell-09']);

  const markdown = readFileSync(file('review.md'), 'utf8');
  const [line] = markdown.split('\n').filter((text) => text.includes(client)) as [string];
  expect(line).toContain('the same change in 48 cells (48 tenants); different in 1 place; not in 1 place');
  expect(markdown).toContain('different in `tenant:t07 in staging-all-eu-central-1-cell-07`');
  expect(markdown).toContain('not in `staging-all-eu-central-1-cell-09`');

  const browser = await startChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(pathToFileURL(file('review.html')).href);
    const shown = page.locator('#changes .group').filter({ hasText: client });
    await shown.waitFor();
    expect(await shown.count()).toBe(1);
    expect(await shown.textContent()).toMatch(
      /the same change in 48 cells \(48 tenants\)different in 1 place/,
    );
    expect(await page.locator('.cell').count()).toBe(cells + 2);
    const folder = process.env.SCREENSHOTS;
    if (folder) await page.screenshot({ path: join(folder, 'fleet-wide.png'), fullPage: true });
  } finally {
    await browser.close();
  }

  const few = ['--stack', 'cell-0*'];
  const approved = await planned({ all: 10, t07: 11, t09: 10 }, ...few);
  const compared = (other: string): Promise<Ended> => project.fleet('review', approved, other, '--json');
  const again = await planned({ all: 10, t07: 11, t09: 10 }, ...few);
  expect(JSON.parse(ok(await compared(again)).stdout)).toMatchObject({ same: true, differences: [] });

  const later = await planned({ all: 10, t07: 11, t09: 9 }, ...few);
  const { code, stdout } = await compared(later);
  expect(code).toBe(3);
  const differs = (address: string) => ({
    stack: 'staging-all-eu-central-1-cell-09',
    address: `aws_cognito_user_pool_client.t09_${address}`,
    in: 'second',
    what: 'update in the second only',
  });
  expect(JSON.parse(stdout)).toMatchObject({
    same: false,
    differences: [differs('probe-client'), differs('web-client')],
  });
});
