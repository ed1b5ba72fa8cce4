import { clientId } from '../../../scripts/demo/clients';
import { poolOf } from '../../../scripts/demo/flow';
import { clientSecret } from '../../../scripts/demo/machine';
import { secretHolders } from '../../../scripts/rotate/federation-secret/secret-holders';
import { selectStacks } from '../../../scripts/selection/selection';
import { stacksOf } from '../../../scripts/selection/stacks';
import type { Applied } from './applied';
import { logsOfAll } from './logs';
import { planted, plantSecrets } from './planted';
import { everything, placesOf } from './search';

const names = (of: () => Applied) => [
  ...new Set(secretHolders(of().loaded).map(({ secretName }) => secretName)),
];

/**
 * Plants a secret for every provider, and pushes them to the pools as an operator would.
 * @param planned globs of the stacks to plan afterwards
 */
export function pushedSecrets(of: () => Applied, planned: readonly string[]): void {
  test('`fleet rotate federation-secret` pushes every secret, and a plan then shows no changes', async () => {
    await plantSecrets(of());

    const rotated = await of().run(
      'rotate',
      'federation-secret',
      ...['--env', 'every', '--unproven', '--yes', '--json'],
    );
    const plan = await of().run('plan', '--env', 'every', '--json', '--stack', planned.join(','));

    const { providers } = JSON.parse(rotated.stdout);
    expect(providers.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      secretHolders(of().loaded).map(() => 'pushed'),
    );
    const { stacks }: { stacks: { id: string; changed: boolean; changes?: unknown[] }[] } = JSON.parse(
      plan.stdout,
    );
    const wanted = selectStacks(stacksOf(of().loaded), { stack: [...planned] });
    expect(stacks.map(({ id }) => id).sort()).toEqual(wanted.map(({ id }) => id).sort());
    expect(stacks.filter(({ changed }) => changed !== false)).toEqual([]);
    for (const { stdout, stderr } of [rotated, plan])
      for (const name of names(of)) expect(stdout + stderr).not.toContain(planted(name));
  });
}

/** Where secrets are after a plan and an apply of every kind of stack. */
export function whereSecretsAre(of: () => Applied): void {
  let machineSecret: string;

  beforeAll(async () => {
    const pool = await poolOf(of(), 'machine');
    machineSecret = await clientSecret(of(), pool, await clientId(of(), pool, 'billing'));
  });

  test('federation secrets are in no state, plan, log or other file', async () => {
    const found = await everything(of());

    for (const name of names(of)) expect([name, placesOf(planted(name), found)]).toEqual([name, []]);
  });

  test("a service's client secret is only in the state of its stack", async () => {
    const { region } = of();
    // Plans without changes are not kept.
    expect(placesOf(machineSecret, await everything(of()))).toEqual([
      `identity: ${region}/machine/terraform.tfstate`,
    ]);
  });

  test("no secret, token, password or address is in any function's log", async () => {
    const log = (await logsOfAll(of())).join('\n');

    expect(log).toContain('"message":"refused"');
    for (const secret of [machineSecret, ...names(of).map(planted)]) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/eyJ[\w-]+\.|Correct-horse|[\w.]@[\w.]|Bearer|Basic /);
  });
}
