import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientId } from '../../../scripts/demo/clients';
import { poolOf } from '../../../scripts/demo/flow';
import { clientSecret } from '../../../scripts/demo/machine';
import { secretHolders } from '../../../scripts/rotate/secret-holders';
import type { Ended } from '../fleet/fleet';
import type { Applied } from './applied';
import { logsOfAll } from './logs';
import { planted, plantSecrets } from './planted';
import { everything, placesOf } from './search';

const plan = ['plan', '--env', 'every', '--json'];
const names = (of: () => Applied) => [
  ...new Set(secretHolders(of().loaded).map(({ secretName }) => secretName)),
];

/** Plants a secret for every provider, and brings them to the pools as an operator does. */
export function pushedSecrets(of: () => Applied): void {
  test('`fleet rotate federation-secret` pushes every secret, and a plan then shows no change', async () => {
    await plantSecrets(of());

    const rotated = await of().run('rotate', 'federation-secret', '--env', 'every', '--yes', '--json');
    const planned = await of().run(...plan, '--region', of().region, '--stack', 'customer,internal');

    const { providers } = JSON.parse(rotated.stdout);
    expect(providers.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      secretHolders(of().loaded).map(() => 'pushed'),
    );
    expect(JSON.parse(planned.stdout).stacks).toMatchObject([{ changed: false }, { changed: false }]);
    for (const { stdout, stderr } of [rotated, planned])
      for (const name of names(of)) expect(stdout + stderr).not.toContain(planted(name));
  });
}

/** Where secrets lie, once everything has been done: plans and an apply came after the push. */
export function whereSecretsAre(of: () => Applied): void {
  let machineSecret: string;
  let restyled: Ended;

  beforeAll(async () => {
    const pool = await poolOf(of(), 'machine');
    machineSecret = await clientSecret(of(), pool, await clientId(of(), pool, 'billing'));
    const file = join(of().root, 'environments/every/tenants/globex.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('#fde047', '#0e7490'));
    restyled = await of().run(...['rollout', '--env', 'every', '--stack', 'cell-01', '--yes', '--json']);
  });

  test('of federation secrets: nowhere, in no state, plan, log or other file', async () => {
    const found = await everything(of());

    expect(JSON.parse(restyled.stdout).stacks).toMatchObject([{ outcome: 'applied', counts: { update: 1 } }]);
    for (const name of names(of)) expect([name, placesOf(planted(name), found)]).toEqual([name, []]);
  });

  test("of a service's client secret: in the state of its stack alone", async () => {
    const { region } = of();
    // A plan that changes nothing is not kept.
    expect(placesOf(machineSecret, await everything(of()))).toEqual([
      `identity: ${region}/machine/terraform.tfstate`,
    ]);
  });

  test("of all of them, of tokens, passwords and addresses: none in any function's log", async () => {
    const log = (await logsOfAll(of())).join('\n');

    expect(log).toContain('"message":"refused"');
    for (const secret of [machineSecret, ...names(of).map(planted)]) expect(log).not.toContain(secret);
    expect(log).not.toMatch(/eyJ[\w-]+\.|Correct-horse|[\w.]@[\w.]|Bearer|Basic /);
  });
}
