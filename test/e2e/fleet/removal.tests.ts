import { Interrupt } from '../../../scripts/cli/interrupt';
import { rolloutSelected } from '../../../scripts/rollout/rollout-selected';
import { stacksOf } from '../../../scripts/selection/stacks';
import { synth } from '../../../scripts/selection/synth';
import type { Fleet } from '../memory/small-fleets';
import { poolNames } from './cloud';
import { ok } from './fleet';
import { addresses, idOf, outcomes, plan, refused, rollout, shrunk, whole, without } from './stories';

const awsVariables = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

/** Shrinks the fleet to acme in one cell. */
export function removalByName(of: () => Fleet): void {
  test('a removed tenant, service and cell are reported, and not changed', async () => {
    const states = () => Promise.all(['cell-01', 'cell-02', 'machine'].map((id) => addresses(of(), id)));
    const before = await states();
    of().project.write(shrunk);

    const vanished = ['service:legacy-export', `stack:${idOf('cell-02')}`, 'tenant:initech'];
    expect(refused(await plan(of())).sort()).toEqual(vanished);
    expect(refused(await rollout(of())).sort()).toEqual(vanished);
    expect(refused(await rollout(of(), '--remove', 'tenant:initech')).sort()).toEqual(vanished.slice(0, 2));
    // A selection is checked only for what it would change.
    expect(refused(await rollout(of(), '--stack', 'cell-01'))).toEqual(['tenant:initech']);

    expect(await states()).toEqual(before);
    expect(await poolNames(of().place)).toEqual([
      'staging-machine',
      'staging-tenant-acme',
      'staging-tenant-hooli',
      'staging-tenant-initech',
    ]);
  });

  test('a tenant in another cell is refused, whatever --remove names', async () => {
    const moved = whole.tenants.map((tenant) =>
      tenant.id === 'initech' ? { ...tenant, cells: { 'eu-central-1': 'cell-02' } } : tenant,
    );
    of().project.write({ ...whole, tenants: moved });
    const named = ['--stack', 'cell-02', '--remove', 'tenant:initech'];
    expect(refused(await rollout(of(), ...named))).toEqual([null]);
  });

  test('a plan that would destroy a tenant unknown to this checkout is not applied', async () => {
    const { project, place } = of();
    const stale = without(whole, 'initech');
    project.write(stale);
    const { env, workspace } = project;
    // As if initech had been added after the states were compared: then only the plan shows it.
    const stacks = stacksOf(stale).filter(({ stack }) => stack === 'cell-01');
    await synth(workspace.built, [stale], stacks);
    const interrupt = new Interrupt({ on: () => undefined, exit: () => {} }, () => {});
    const context = { workspace, env, interrupt, json: true, say: () => {} };
    for (const name of awsVariables) process.env[name] = env[name];
    const { ends } = await rolloutSelected(context, {
      loaded: stale,
      stacks,
      removable: new Set(),
      selection: {},
      parallel: 1,
      by: 'test',
      refresh: false,
      agree: async () => {},
    });
    for (const name of awsVariables) delete process.env[name];
    expect(ends).toMatchObject([
      {
        outcome: 'failed',
        reason: expect.stringMatching(/would destroy .* tenant:initech; it was not applied/),
      },
    ]);
    expect(await poolNames(place)).toContain('staging-tenant-initech');
  });

  test('only what --remove names is destroyed, completely; running it again has nothing to do', async () => {
    of().project.write(shrunk);
    const cell = `stack:${idOf('cell-02')}`;
    const remove = ['tenant:initech', cell, 'service:legacy-export'].flatMap((what) => ['--remove', what]);
    const { stacks } = JSON.parse(ok(await plan(of(), '--stack', 'cell-02', '--remove', cell)).stdout);
    expect(stacks).toMatchObject([{ id: idOf('cell-02'), counts: { create: 0, update: 0 } }]);

    const alone = outcomes(ok(await rollout(of(), '--stack', 'cell-02', '--remove', cell)));
    expect(alone).toEqual({ [idOf('cell-02')]: 'applied' });
    const first = outcomes(ok(await rollout(of(), ...remove)));
    expect(first[idOf('cell-01')]).toBe('applied');
    expect(await poolNames(of().place)).toEqual(['staging-machine', 'staging-tenant-acme']);
    expect(await addresses(of(), 'cell-02')).toEqual([]);
    const machine = await addresses(of(), 'machine');
    expect(machine.filter((address) => address.includes('legacy-export'))).toEqual([]);

    expect(new Set(Object.values(outcomes(ok(await rollout(of(), ...remove)))))).toEqual(
      new Set(['skipped']),
    );
  });
}
