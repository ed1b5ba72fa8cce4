/** One tenant in two regions, from its description to an administrator's sign-in. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { stateBucket, stateKey } from '../../../environments/names';
import { prettyJson } from '../../../scripts/tenant/request/pretty-json';
import { access, type Place, stateAt } from '../fleet/cloud';
import { ok } from '../fleet/fleet';
import { inventory } from '../memory/inventory';
import { regions, Tenants, textsUnder } from './tenant-fleet';

const ada = 'ada@hooli.example';
const url = 'https://hooli.staging.northpay.example';
const hooli = [
  ...[
    'tenant',
    'bootstrap',
    '--env',
    'staging',
    '--id',
    'hooli',
    '--name',
    'Hooli',
    '--regions',
    regions.join(),
  ],
  ...[
    '--callback-urls',
    `${url}/signed-in`,
    '--logout-urls',
    `${url}/`,
    '--groups',
    'admins,operators,viewers',
  ],
  ...['--administrator', ada],
];
let fleet: Tenants;

const cloud = async () => Promise.all(fleet.places.map(inventory));
async function poolOf(place: Place): Promise<string> {
  const items = await fleet.items(place, 'tenantRegistry');
  return items.find(({ region }) => region === place.region)?.user_pool_id as string;
}

/** Users of the tenant's pool in a region, with their groups and their tenant in the mapping table. */
async function users(place: Place) {
  const client = new CognitoIdentityProviderClient(access(place));
  const UserPoolId = await poolOf(place);
  const mapped = await fleet.items(place, 'tenantUsers');
  const { Users = [] } = await client.send(new ListUsersCommand({ UserPoolId }));
  const found = await Promise.all(
    Users.map(async ({ Username, UserStatus, Attributes = [] }) => {
      const { Groups = [] } = await client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
      const value = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value;
      return {
        email: value('email'),
        tenant: value('custom:tenant_id'),
        status: UserStatus,
        groups: Groups.map(({ GroupName }) => GroupName),
        mapped: mapped.find(({ user_id }) => user_id === value('sub'))?.tenant_id,
      };
    }),
  );
  client.destroy();
  return found;
}

beforeAll(async () => {
  fleet = await Tenants.start(5);
});

afterAll(() => fleet.stop());

test('a bootstrap is refused, and leaves no file, if the environment is not rolled out yet', async () => {
  const end = await fleet.fleet(...hooli, '--yes');
  expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('has no state bucket') });
  expect(fleet.file('hooli')).toBeUndefined();
});

test('bad input changes nothing', async () => {
  ok(await fleet.fleet('rollout', '--env', 'staging', '--yes'));
  const before = await cloud();
  const bad = hooli.map((argument) => (argument === 'hooli' ? 'Hooli' : argument));
  expect(await fleet.fleet(...bad, '--yes')).toMatchObject({ code: 2 });
  expect(await fleet.fleet(...hooli)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('add --yes'),
  });
  expect([fleet.file('Hooli'), fleet.file('hooli')]).toEqual([undefined, undefined]);
  expect(await cloud()).toEqual(before);
});

test('one command creates the tenant in both regions, and tests it', async () => {
  const { stdout } = ok(await fleet.fleet(...hooli, '--yes', '--json'));
  const { tenants } = JSON.parse(stdout);
  expect(tenants).toEqual(
    regions.map((region) => ({
      tenant: 'hooli',
      account: 'all',
      region,
      cell: 'cell-01',
      administrator: 'invited',
      secret: 'none',
      outcome: 'works',
      decisions: { allowed: expect.any(Number), denied: expect.any(Number) },
    })),
  );
  expect(tenants[0].decisions.allowed).toBeGreaterThan(0);
  expect(tenants[0].decisions.denied).toBeGreaterThan(0);
  for (const place of fleet.places) {
    expect(await users(place)).toEqual([
      {
        email: ada,
        tenant: 'hooli',
        status: 'FORCE_CHANGE_PASSWORD',
        groups: ['admins'],
        mapped: 'hooli',
      },
    ]);
    expect(await fleet.mails(await poolOf(place))).toMatchObject([{ to: ada, subject: 'invitation' }]);
  }
});

test('no password is in the output or a ledger, and no e-mail address in a ledger', async () => {
  const { stdout, stderr } = ok(await fleet.fleet('ledger', 'list', '--env', 'staging', '--json'));
  const { runs } = JSON.parse(stdout);
  const { run } = runs.find(({ command }: { command: string }) => command === 'tenant bootstrap');
  const shown = ok(await fleet.fleet('ledger', 'show', run, '--env', 'staging', '--json')).stdout;
  expect(shown).toContain('administrator hooli eu-west-1');
  expect(shown).not.toContain(ada);
  for (const place of fleet.places)
    for (const { secret } of await fleet.mails(await poolOf(place)))
      for (const text of [stdout, stderr, shown]) expect(text).not.toContain(secret);
});

test('running it again changes nothing', async () => {
  const before = [await cloud(), await Promise.all(fleet.places.map(users))];
  const { stdout } = ok(await fleet.fleet(...hooli, '--yes', '--json'));
  const { tenants, rollout } = JSON.parse(stdout);
  expect(tenants).toMatchObject([
    { administrator: 'there already', outcome: 'works' },
    { administrator: 'there already', outcome: 'works' },
  ]);
  expect(new Set(rollout.stacks.map(({ outcome }: { outcome: string }) => outcome))).toEqual(
    new Set(['skipped']),
  );
  expect([await cloud(), await Promise.all(fleet.places.map(users))]).toEqual(before);
  for (const place of fleet.places) expect(await fleet.mails(await poolOf(place))).toHaveLength(1);
});

describe('a tenant with a client for its own server', () => {
  const stark = hooli
    .map((argument) => argument.replaceAll('hooli', 'stark').replaceAll('Hooli', 'Stark'))
    .concat('--server-client');
  let live: Map<string, string>;

  const state = (place: Place) =>
    stateAt(place, stateBucket(fleet.loaded.environment, 'all'), stateKey(place.region, 'cell-02'));

  /** The token endpoint's response to a made-up code with this secret. */
  async function said(place: Place, clientId: string, secret: string): Promise<string> {
    const host = `northpay-staging-stark.auth.${place.region}.amazoncognito.com`;
    const fields = {
      grant_type: 'authorization_code',
      code: 'none',
      redirect_uri: `https://stark.staging.northpay.example/`,
    };
    const answer = await fetch(`${place.endpoint}/_local/domains/${host}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, client_id: clientId, client_secret: secret }),
    });
    return ((await answer.json()) as { error: string }).error;
  }

  test('has a secret in Secrets Manager, and the one in the Terraform state is no longer valid', async () => {
    const ended = ok(await fleet.fleet(...stark, '--yes', '--json'));
    const { tenants, run } = JSON.parse(ended.stdout);
    expect(tenants).toMatchObject(regions.map((region) => ({ region, secret: 'retired', outcome: 'works' })));
    live = new Map();
    for (const place of fleet.places) {
      const { resources } = await state(place);
      const [seen] = resources
        .filter(({ name }: { name: string }) => name === 'stark_server-client')
        .map(
          ({ instances }: { instances: { attributes: { id: string; client_secret: string } }[] }) =>
            instances[0]?.attributes,
        );
      const stored = JSON.parse(await fleet.secret(place, 'fleet/clients/staging/tenants/stark/server'));
      expect(stored).toMatchObject({ client_id: seen.id });
      expect(seen.client_secret).toMatch(/^\w{20,}$/);
      expect(stored.client_secret).not.toBe(seen.client_secret);
      expect(await said(place, seen.id, seen.client_secret)).toBe('invalid_client');
      expect(await said(place, seen.id, stored.client_secret)).toBe('invalid_grant');
      live.set(place.region, stored.client_secret);
      const ledger = ok(await fleet.fleet('ledger', 'show', run, '--env', 'staging', '--json')).stdout;
      for (const text of [ended.stdout, ended.stderr, ledger, ...textsUnder(fleet.state)])
        expect(text).not.toContain(stored.client_secret);
    }
  });

  test('running it again changes nothing, and no state contains the live secret', async () => {
    const { stdout } = ok(await fleet.fleet(...stark, '--yes', '--json'));
    expect(JSON.parse(stdout).tenants).toMatchObject(
      regions.map(() => ({ secret: 'retired before', outcome: 'works' })),
    );
    const refreshed = await fleet.fleet(
      'rollout',
      '--env',
      'staging',
      '--stack',
      'cell-02',
      '--refresh',
      '--yes',
    );
    // The new secret is not drift.
    expect(ok(refreshed).stderr).not.toContain('guarded-drift');
    for (const place of fleet.places) {
      const stored = JSON.parse(await fleet.secret(place, 'fleet/clients/staging/tenants/stark/server'));
      expect(stored.client_secret).toBe(live.get(place.region));
      expect(JSON.stringify(await state(place))).not.toContain(stored.client_secret);
    }
  });

  test('show prints its ids and endpoints, and a user in each region', async () => {
    const { stdout } = ok(
      await fleet.fleet(
        'tenant',
        'show',
        'stark',
        '--env',
        'staging',
        '--user',
        'ada@stark.example',
        '--json',
      ),
    );
    const shown = JSON.parse(stdout);
    expect(shown.regions).toMatchObject(
      regions.map((region) => ({
        region,
        cell: 'cell-02',
        live: {
          users: 1,
          webClientId: expect.any(String),
          serverClientId: expect.any(String),
          endpoints: {
            authorize: `https://northpay-staging-stark.auth.${region}.amazoncognito.com/oauth2/authorize`,
          },
        },
        rotation: { last: expect.any(String), due: expect.any(String) },
        subs: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
      })),
    );
    const text = ok(await fleet.fleet('tenant', 'show', 'stark', '--env', 'staging'));
    for (const secret of live.values()) expect(stdout + text.stdout).not.toContain(secret);
    const nobody = await fleet.fleet(
      'tenant',
      'show',
      'stark',
      '--env',
      'staging',
      '--user',
      'eve@stark.example',
    );
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('is not in any pool of stark') });
  });
});

test('an existing tenant gets such a client by an edit of its file and another bootstrap', async () => {
  const file = join(fleet.project.root, 'environments/staging/tenants/hooli.json');
  writeFileSync(file, prettyJson({ ...JSON.parse(readFileSync(file, 'utf8')), serverClient: true }));
  const again = [
    'tenant',
    'bootstrap',
    '--env',
    'staging',
    '--id',
    'hooli',
    '--administrator',
    ada,
    '--yes',
    '--json',
  ];
  const { tenants } = JSON.parse(ok(await fleet.fleet(...again)).stdout);
  expect(tenants).toMatchObject(
    regions.map(() => ({ administrator: 'there already', secret: 'retired', outcome: 'works' })),
  );
});

test('a bootstrap is blocked if it would roll out other changes in its cells', async () => {
  const file = join(fleet.project.root, 'environments/staging/tenants/hooli.json');
  writeFileSync(file, prettyJson({ ...JSON.parse(readFileSync(file, 'utf8')), groups: ['admins'] }));
  const before = await cloud();
  const wayne = hooli.map((argument) => argument.replaceAll('hooli', 'wayne').replaceAll('Hooli', 'Wayne'));
  const end = await fleet.fleet(...wayne, '--cell', 'cell-01', '--yes');
  expect(end).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('delete aws_cognito_user_group.hooli_'),
  });
  expect(await cloud()).toEqual(before);
});
