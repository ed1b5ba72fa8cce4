/**
 * Many tenants from one file, in two regions, with repeated kills: the result is the same, without duplicates. TENANTS
 * (100), KILLS (10) and SEED set how many and when.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CognitoIdentityProviderClient, paginateListUsers } from '@aws-sdk/client-cognito-identity-provider';
import { stateBucket } from '../../../environments/names';
import { access, objectKeys, type Place } from '../fleet/cloud';
import { type Ended, ok, type Running, until } from '../fleet/fleet';
import { inventory } from '../memory/inventory';
import { random } from '../memory/schedule';
import { regions, Tenants } from './tenant-fleet';

const count = Number(process.env.TENANTS || 100);
const kills = Number(process.env.KILLS || 10);
const seed = Number(process.env.SEED || 20_261_130);
const next = random(seed);

const ids = Array.from({ length: count }, (_, index) => `t-${String(index + 2).padStart(3, '0')}`);
const head = 'id;name;regions;callbackUrls;logoutUrls;groups;administrator';
const row = (id: string) =>
  [
    id,
    `"Tenant ""${id}""; the ${ids.indexOf(id) + 1}th"`,
    regions.join(' '),
    `https://${id}.staging.northpay.example/signed-in`,
    `https://${id}.staging.northpay.example/`,
    'admins viewers',
    `ada@${id}.example`,
  ].join(';');

let fleet: Tenants;
const lines: string[] = [];
const tell = (line: string) => {
  lines.push(line);
  mkdirSync('reports', { recursive: true });
  writeFileSync(join('reports', 'tenants.log'), lines.map((text) => `${text}\n`).join(''));
};

beforeAll(async () => {
  fleet = await Tenants.start(Math.ceil(count / 2) + 2);
  ok(await fleet.fleet('rollout', '--env', 'staging', '--yes'));
  // As a spreadsheet saves it.
  const text = `\u{FEFF}${[head, ...ids.map(row)].join('\r\n')}\r\n`;
  writeFileSync(join(fleet.project.root, 'new.csv'), text);
});

afterAll(() => fleet.stop());

const command = () => [
  ...['tenant', 'bootstrap', '--env', 'staging', '--yes', '--json'],
  ...['--from-csv', join(fleet.project.root, 'new.csv')],
];

/** Its output since it started to work: before that, it only announces what it will do. */
function saidAtWork({ stderr }: Running): string[] {
  const lines = stderr().trimEnd().split('\n');
  const begin = lines.indexOf('synthesizing');
  return begin < 0 ? [] : lines.slice(begin);
}

/**
 * Kills the command and its child processes after so many lines of output at work, or so many milliseconds of work.
 * @returns its last line; its result if it ended first
 */
async function killAt({ said, afterMs }: { said: number; afterMs: number }): Promise<Ended | string> {
  const running = fleet.project.start(...command());
  let begun: number | undefined;
  const due = () => {
    const count = saidAtWork(running).length;
    if (count > 0) begun ??= Date.now();
    return count > said || (begun !== undefined && Date.now() - begun > afterMs);
  };
  if (!(await until(due, running, 5))) return running.ended;
  process.kill(-(running.child.pid as number), 'SIGKILL');
  await running.ended;
  return saidAtWork(running).at(-1) ?? '';
}

/** Users of a pool except synthetic ones, which a killed probe may leave for an hour. */
async function people(place: Place, UserPoolId: string): Promise<string[]> {
  const client = new CognitoIdentityProviderClient(access(place));
  const found: string[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId }))
    for (const { Attributes = [] } of Users)
      found.push(Attributes.find(({ Name }) => Name === 'email')?.Value ?? '');
  client.destroy();
  return found.filter((email) => !email.endsWith('@probe.invalid'));
}

test('after random kills, the same command continues until all tenants work', async () => {
  tell(`${count} tenants, ${kills} kills, seed ${seed}`);
  let done: Ended | undefined;
  for (let kill = 1; kill <= kills && !done; kill++) {
    // Planning and applying take long and print little; finishing tenants prints a line each. A later kill may come later,
    // so that there is work left for all of them.
    const share = kill / kills;
    const moment =
      kill % 2 === 0
        ? { said: 5 + Math.floor(next() * share * (15 + count)), afterMs: Number.POSITIVE_INFINITY }
        : { said: Number.POSITIVE_INFINITY, afterMs: 2000 + Math.round(next() * share * 40_000) };
    const end = await killAt(moment);
    if (typeof end !== 'string') done = end;
    tell(`run ${kill}: ${typeof end === 'string' ? `killed after "${end}"` : 'ended first'}`);
  }
  const end = ok(done ?? (await fleet.fleet(...command())));
  const { tenants } = JSON.parse(end.stdout) as {
    tenants: { tenant: string; region: string; outcome: string }[];
  };
  expect(tenants.map(({ tenant, region, outcome }) => `${tenant} ${region} ${outcome}`).sort()).toEqual(
    ids.flatMap((id) => regions.map((region) => `${id} ${region} works`)).sort(),
  );
  tell(`all ${tenants.length} work`);
}, 7_200_000);

test('there are no duplicates: no second pool, client, store, policy, registry item, user or mapping', async () => {
  for (const place of fleet.places) {
    const there = await inventory(place);
    expect(new Set(there).size).toBe(there.length);
    expect(there.filter((line) => line.startsWith('pool '))).toEqual(
      ids.map((id) => `pool staging-tenant-${id}`).sort(),
    );
    const items = (await fleet.items(place, 'tenantRegistry')).filter(
      ({ region }) => region === place.region,
    );
    expect(items.map(({ tenant_id }) => tenant_id).sort()).toEqual(ids);
    const users = await Promise.all(
      items.map(async ({ tenant_id, user_pool_id = '' }) => [tenant_id, await people(place, user_pool_id)]),
    );
    expect(Object.fromEntries(users)).toEqual(
      Object.fromEntries(ids.map((id) => [id, [`ada@${id}.example`]])),
    );
    for (const { user_pool_id = '' } of items) expect(await fleet.mails(user_pool_id)).toHaveLength(1);
  }
});

test('cells are filled evenly, and no lock is left', async () => {
  const cells = ids.map((id) => JSON.parse(fleet.file(id) as string).cells);
  for (const region of regions) {
    const inFirst = cells.filter((own) => own[region] === 'cell-01').length;
    expect(Math.abs(2 * inFirst - count)).toBeLessThanOrEqual(1);
  }
  const keys = await objectKeys(fleet.places[0] as Place, stateBucket(fleet.loaded.environment, 'all'));
  expect(keys.filter((key) => key.endsWith('.tflock'))).toEqual([]);
});

test('running it again has nothing to do, and a full plan shows no changes', async () => {
  const again = JSON.parse(ok(await fleet.fleet(...command())).stdout);
  expect(new Set(again.rollout.stacks.map(({ outcome }: { outcome: string }) => outcome))).toEqual(
    new Set(['skipped']),
  );
  expect(new Set(again.tenants.map((end: { administrator: string }) => end.administrator))).toEqual(
    new Set(['there already']),
  );
  const all = JSON.parse(
    ok(await fleet.fleet('rollout', '--env', 'staging', '--refresh', '--yes', '--json')).stdout,
  );
  expect(new Set(all.stacks.map(({ outcome }: { outcome: string }) => outcome))).toEqual(
    new Set(['unchanged']),
  );
  tell('no changes in any stack');
});
