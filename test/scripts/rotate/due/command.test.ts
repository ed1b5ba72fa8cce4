import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import type { Context } from '../../../../scripts/cli/context';
import { type DueFlags, showDue } from '../../../../scripts/rotate/due/command';
import type { Judged } from '../../../../scripts/rotate/due/judge';
import { duePage } from '../../../../scripts/rotate/due/page';
import { tempFolder } from '../../temp';
import { loaded, startFleetOfTen } from './fleet-of-ten';

jest.mock('../../../../scripts/selection/configuration', () => ({
  validConfiguration: () => [jest.requireActual('./fleet-of-ten').loaded],
}));

let fleet: Awaited<ReturnType<typeof startFleetOfTen>>;
const before = process.env;
beforeEach(async () => {
  fleet = await startFleetOfTen();
  process.env = {
    ...before,
    AWS_ENDPOINT_URL: fleet.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
});
afterEach(async () => {
  process.env = before;
  await fleet.end();
});

async function due(flags: DueFlags = {}) {
  const state = tempFolder();
  const context = { workspace: { root: '/', state }, env: process.env, say: () => {} } as unknown as Context;
  const { data, text, exitCode } = await showDue(context, { env: 'every', account: ['identity'], ...flags });
  const { page, items, ...more } = data as {
    page: string;
    items: Judged[];
    at: Date;
    due: number;
    unknown: number;
  };
  return { state, page, items, text, exitCode, ...more };
}
const rows = (items: readonly Judged[]) =>
  items.map(({ state, kind, name }) => `${state}: ${kind} ${name.replace(/ .*/, '')}`);

const tenInOrder = [
  'expired: SAML certificate every-internal/okta-saml',
  'due: federation secret every-customer/Google',
  'due: client secret every-machine/billing',
  'due: client secret every-machine/legacy-export',
  'due: federation secret every-customer/SignInWithApple',
  'due: federation secret every-internal/okta-oidc',
  'soon: client secret every-machine/reporting',
  'soon: federation secret every-customer/LoginWithAmazon',
  'fine: federation secret every-customer/Facebook',
  'fine: SAML request certificate every-internal',
];

test('of ten secrets of different ages the right ones are due, in order, with an exit code for a scheduler', async () => {
  expect(loaded.environment.rotation.federationSecretDays).toBe(180);
  const { items, exitCode, text, due: count, unknown } = await due();
  expect(rows(items)).toEqual(tenInOrder);
  expect([exitCode, count, unknown]).toEqual([3, 6, 0]);
  expect(text).toContain('6 of 10 are due');
  const days = items.map((item) => item.due && Math.round((item.due.getTime() - fleet.now) / 86_400_000));
  expect(days).toEqual([-31, -220, -30, -10, -5, -1, expect.any(Number), 10, 170, expect.any(Number)]);
  expect(items.map(({ owner }) => owner).sort()).toEqual(
    [...Array(7).fill('identity-platform'), 'analytics', 'billing', 'data-platform'].sort(),
  );
  expect(items[1]?.last).toMatchObject({
    proof: expect.stringMatching(/^let in/),
    by: expect.stringContaining('ada'),
  });
});

test('the page shows what the command says, readable only by its owner', async () => {
  const { page, state, at, items } = await due();
  expect(page).toBe(join(state, 'rotations/every.html'));
  expect(readFileSync(page, 'utf8')).toBe(duePage({ environment: 'every', at, items }));
  expect(statSync(page).mode & 0o777).toBe(0o600);
  const out = join(state, 'elsewhere');
  expect((await due({ out })).page).toBe(join(out, 'every.html'));
});

test('nothing is changed, no token is requested, and no value is shown', async () => {
  fleet.seen.length = 0;
  const { page, text, items } = await due();
  expect(fleet.seen.filter((one) => /^(Add|Create|Delete|Put|Update)|token/.test(one))).toEqual([]);
  for (const said of [text, JSON.stringify(items), readFileSync(page, 'utf8')])
    expect(said).not.toMatch(/planted/);
});

test('what cannot be read is worse than what is due, and does not stop the rest', async () => {
  await fleet.manager.send(
    new DeleteSecretCommand({ SecretId: 'fleet/customer/facebook', ForceDeleteWithoutRecovery: true }),
  );
  const { items, exitCode, text } = await due();
  expect(exitCode).toBe(1);
  expect(rows(items)).toContain('unknown: federation secret every-customer/Facebook');
  expect(items).toHaveLength(10);
  expect(text).toContain('6 of 10 are due, and of 1 nothing can be told');
});

test('nothing is due if only fresh ones are looked at', async () => {
  fleet.record('client-secret', 'every-machine/billing', 1);
  await fleet.store('fleet/clients/every/machine/billing', 1);
  const clients = await due({ only: 'clients' });
  expect(rows(clients.items)).toEqual([
    'due: client secret every-machine/legacy-export',
    'soon: client secret every-machine/reporting',
    'fine: client secret every-machine/billing',
  ]);
  expect(clients.exitCode).toBe(3);
  loaded.environment.rotation.clientSecretDays = 365;
  try {
    expect((await due({ only: 'clients' })).exitCode).toBe(0);
  } finally {
    loaded.environment.rotation.clientSecretDays = 90;
  }
});
