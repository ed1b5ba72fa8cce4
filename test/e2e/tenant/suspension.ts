import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoUser } from '../../../scripts/demo/users';
import { ok } from '../fleet/fleet';
import { type LifeFleet, regions, twoRegions } from './life-fleet';

const tenant = (fleet: LifeFleet, command: string, ...args: string[]) =>
  fleet.run('tenant', command, ...args, '--env', 'staging', '--yes', '--json');

/** `acme` is suspended and resumed. */
export function suspension(of: () => LifeFleet): void {
  const users = new Map<string, DemoUser>();
  const everywhere = (work: (region: string, user: DemoUser) => Promise<string>) =>
    Promise.all(regions.map((region) => work(region, users.get(region) as DemoUser)));
  const signIns = () => everywhere((region, user) => of().signIn('acme', region, user));
  const plan = async () =>
    JSON.parse(ok(await of().run('plan', '--env', 'staging', '--stack', 'cell-01', '--json')).stdout).stacks;

  test('suspending stops new tokens in every region, ends sessions, and rolls out the stacks', async () => {
    for (const region of regions)
      users.set(region, await of().user('acme', region, `grace-${region}@acme.example`));
    expect(await signIns()).toEqual(['in', 'in']);

    const report = JSON.parse(ok(await tenant(of(), 'suspend', 'acme')).stdout);
    expect(report).toMatchObject({
      tenant: 'acme',
      regions: regions.map((region) => ({ region, pool: 'staging-tenant-acme', signedOut: 2 })),
      troubles: [],
      exposure: { accessMinutes: 15, refreshMinutes: 0 },
    });
    for (const refusal of await signIns()) expect(refusal).toMatch(/access denied/);
    const file = join(of().project.root, 'environments/staging/tenants/acme.json');
    expect(JSON.parse(readFileSync(file, 'utf8')).status).toBe('suspended');
    expect(await plan()).toMatchObject(regions.map(() => ({ changed: false })));
  });

  test('a rollout from an old checkout does not lift the suspension', async () => {
    of().project.write(twoRegions());
    const rollout = ok(await of().run('rollout', '--env', 'staging', '--tenant', 'acme', '--yes', '--json'));
    expect(JSON.parse(rollout.stdout).stacks).toMatchObject(regions.map(() => ({ outcome: 'applied' })));
    for (const refusal of await signIns()) expect(refusal).toMatch(/access denied/);
    const shown = JSON.parse(
      ok(await of().run('tenant', 'show', 'acme', '--env', 'staging', '--json')).stdout,
    );
    expect(shown).toMatchObject({
      status: 'active',
      regions: regions.map(() => ({ live: { status: 'active', suspendedSince: expect.any(String) } })),
    });
  });

  test('resuming restores tokens in every region, and nothing is left to change', async () => {
    ok(await tenant(of(), 'resume', 'acme'));
    expect(await signIns()).toEqual(['in', 'in']);
    expect(await plan()).toMatchObject(regions.map(() => ({ changed: false })));
  });
}
