import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { access, objectKeys, poolNames } from '../fleet/cloud';
import { ok, removeFolder } from '../fleet/fleet';
import { runAndDie } from '../memory/kills';
import { type LifeFleet, regions, stateBucketName } from './life-fleet';

const [region] = regions;

/** `initech` is offboarded. */
export function leaving(of: () => LifeFleet): void {
  const root = () => of().project.root;
  const fleet = (...args: string[]) => of().run(...args, '--env', 'staging');
  const offboard = (...more: string[]) => fleet('tenant', 'offboard', 'initech', '--yes', '--json', ...more);
  const tombstone = () => join(root(), 'environments/staging/tombstones/initech.json');
  const exported = async () =>
    (await objectKeys(of().place(region), stateBucketName)).filter((key) =>
      key.startsWith('exports/initech/'),
    );

  /** How many versions of it the bucket still has. */
  async function versions(): Promise<number> {
    const client = new S3Client({ ...access(of().place(region)), forcePathStyle: true });
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: stateBucketName, Prefix: 'exports/initech/' }),
    );
    client.destroy();
    return Versions.length + DeleteMarkers.length;
  }

  /** Opens the export; returns the contents of its parts by name. */
  async function opened(): Promise<Record<string, unknown[]>> {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-export-'));
    try {
      ok(await fleet('tenant', 'export', 'initech', '--open', join(folder, 'open')));
      const inside = join(folder, 'open', region);
      return Object.fromEntries(
        readdirSync(inside).map((name) => [
          name.replace('.json', ''),
          JSON.parse(readFileSync(join(inside, name), 'utf8')),
        ]),
      );
    } finally {
      removeFolder(folder);
    }
  }

  test('removing the tenant file is refused by check, and nothing is destroyed', async () => {
    ok(await of().run('schema'));
    const file = join(root(), 'environments/staging/tenants/initech.json');
    const text = readFileSync(file, 'utf8');
    const before = await poolNames(of().place(region));
    rmSync(file);
    for (const command of [
      ['check'],
      ['rollout', '--env', 'staging', '--yes', '--remove', 'tenant:initech'],
    ]) {
      const { code, stderr } = await of().run(...command);
      expect([code, stderr]).toEqual([2, expect.stringContaining('the tenant initech is missing')]);
    }
    expect(await poolNames(of().place(region))).toEqual(before);
    writeFileSync(file, text);
    ok(await of().run('check'));
  });

  test('offboarding suspends the tenant and exports everything that AWS returns, encrypted', async () => {
    const user = await of().user('initech', region, 'grace@initech.example');
    const report = JSON.parse(ok(await offboard('--retain-days', '30')).stdout);
    expect(report).toMatchObject({ state: 'leaving', exports: [{ region, account: 'all' }] });
    expect(await of().signIn('initech', region, user)).toMatch(/access denied/);

    const parts = await opened();
    expect(Object.keys(parts).sort()).toEqual(
      expect.arrayContaining([
        'configuration',
        'groups',
        'mappings-00001',
        'policies-00001',
        'pool',
        'registration',
      ]),
    );
    expect(JSON.stringify(parts['users-00001'])).toContain('grace@initech.example');
    expect(parts['mappings-00001']).toHaveLength(parts['users-00001']?.length ?? 0);
    expect(JSON.stringify(parts.configuration)).toContain('\\"initech\\"');
    expect(await exported()).toContainEqual(expect.stringMatching(/manifest.json$/));
  });

  test('the tenant is not destroyed before its date, or under a legal hold', async () => {
    const refused = async (why: RegExp) => {
      const { code, stdout } = await offboard();
      expect([code, JSON.parse(stdout).error.message]).toEqual([3, expect.stringMatching(why)]);
      expect(await poolNames(of().place(region))).toContain('staging-tenant-initech');
    };
    await refused(/initech is kept until \d{4}-\d\d-\d\d/);
    const text = JSON.parse(readFileSync(tombstone(), 'utf8'));
    writeFileSync(tombstone(), JSON.stringify({ ...text, keepUntil: '2026-01-01' }));
    ok(await offboard('--hold', 'case 4711, asked for by the legal department'));
    await refused(/under a legal hold: case 4711/);
    ok(await offboard('--release-hold'));
  });

  test('then the tenant is destroyed, even after kills, and only export and tombstone are left', async () => {
    const args = ['tenant', 'offboard', 'initech', '--yes', '--json', '--env', 'staging'];
    for (const write of ['end file', `end remove items ${region}`]) {
      const kill = { what: 'ledger', write, safe: false, terraform: false } as const;
      const { ended, at } = await runAndDie({ ...of().victim, args }, [kill]);
      if (!at) throw new Error(`${write}: it was over\n${ended.stdout}\n${ended.stderr}`);
    }
    expect(JSON.parse(ok(await offboard()).stdout)).toMatchObject({ state: 'gone' });
    expect(await poolNames(of().place(region))).toEqual(['staging-tenant-acme']);
    expect(await of().itemsOf(region, 'initech')).toEqual([]);
    expect(existsSync(join(root(), 'environments/staging/tenants/initech.json'))).toBe(false);
    expect(JSON.parse(readFileSync(tombstone(), 'utf8'))).toMatchObject({
      state: 'gone',
      goneAt: expect.any(String),
    });
    ok(await of().run('check'));
    const plan = JSON.parse(ok(await fleet('plan', '--json', '--stack', 'cell-*')).stdout);
    expect(plan.stacks.filter(({ changed }: { changed: boolean }) => changed)).toEqual([]);
    expect(JSON.stringify((await opened())['users-00001'])).toContain('grace@initech.example');
    // Running it again changes nothing.
    expect(JSON.parse(ok(await offboard()).stdout)).toEqual({
      environment: 'staging',
      tenant: 'initech',
      state: 'gone',
    });
  });

  test('its export can be deleted, but not under a hold, and then nothing is left', async () => {
    const remove = () => fleet('tenant', 'export', 'initech', '--delete', '--yes', '--json');
    ok(await offboard('--hold', 'case 4712, asked for by the legal department'));
    const { code, stdout } = await remove();
    expect([code, JSON.parse(stdout).error.message]).toEqual([
      3,
      expect.stringMatching(/under a legal hold/),
    ]);
    expect(await exported()).not.toEqual([]);
    ok(await offboard('--release-hold'));
    const report = JSON.parse(ok(await remove()).stdout);
    expect(report.regions).toEqual([{ region, deleted: expect.any(Number) }]);
    expect([report.regions[0].deleted > 5, await exported(), await versions()]).toEqual([true, [], 0]);
    expect(JSON.parse(readFileSync(tombstone(), 'utf8')).exportDeletedAt).toEqual(expect.any(String));
    ok(await remove());
    ok(await of().run('check'));
    expect(await fleet('tenant', 'export', 'initech', '--open', join(tmpdir(), 'none'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('was deleted on'),
    });
  });

  test('the id initech cannot be reused, nor an id that looks like it', async () => {
    for (const id of ['initech', 'lnitech']) {
      const url = 'https://new.staging.northpay.example';
      const { code, stderr, stdout } = await fleet(
        ...[
          'tenant',
          'bootstrap',
          '--id',
          id,
          '--name',
          'Initech',
          '--regions',
          region,
          '--groups',
          'admins',
        ],
        ...[
          '--callback-urls',
          `${url}/in`,
          '--logout-urls',
          `${url}/`,
          '--administrator',
          'x@initech.example',
          '--yes',
        ],
      );
      expect([code, stderr + stdout]).toEqual([
        2,
        expect.stringMatching(/initech, which has left|initech has left/),
      ]);
    }
  });
}
