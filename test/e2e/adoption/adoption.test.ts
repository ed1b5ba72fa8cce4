import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planAdoption } from '../../../scripts/adoption/plan';
import { kinds } from '../../../scripts/adoption/table';
import type { AdoptionPlan } from '../../../scripts/adoption/types';

import { type StackInfo, stacksOf } from '../../../scripts/selection/stacks';
import { type Applied, startEveryOption } from '../flows/applied';
import { inventory } from './cloud-inventory';
import { addressOf, forget, forgotten, type State, stateOf } from './deployed';
import { inOneAccount } from './one-account';

let applied: Awaited<ReturnType<typeof startEveryOption>>;
let stacks: StackInfo[];
const states = new Map<string, State>();
const plans = new Map<string, AdoptionPlan>();

const of = (id: string) => ({ state: states.get(id) as State, plan: plans.get(id) as AdoptionPlan });

beforeAll(async () => {
  applied = await startEveryOption(inOneAccount());
  stacks = stacksOf(applied.loaded);
  const rollout = (only: string) =>
    applied.run('rollout', '--env', 'every', '--yes', '--json', '--stack', only);
  await rollout('foundation,email');
  await applied.publishDns();
  await rollout('data,internal,machine,cell-01,edge');
});
afterAll(() => applied.stop());

const byAddress = <T>(entries: readonly (readonly [string, T])[]) =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

test('all that stands is found, whatever the state has lost', async () => {
  for (const stack of stacks) {
    const input = forgotten(applied, stack);
    const [state, plan] = [await stateOf(applied, stack), await planAdoption(input)];
    states.set(stack.id, state);
    plans.set(stack.id, plan);
    const { absent, ambiguous, undecided } = plan;
    expect({ stack: stack.id, absent, ambiguous, undecided }).toEqual({
      stack: stack.id,
      absent: [],
      ambiguous: [],
      undecided: [],
    });
    // The ids are those that the state has.
    const managed = state.resources.filter(({ mode }) => mode === 'managed');
    const expected = managed.flatMap((resource): [string, string][] => {
      const kind = kinds[resource.type];
      const attributes = resource.instances[0]?.attributes ?? {};
      return kind?.by === 'name' || kind?.by === 'list'
        ? [[addressOf(resource), kind.importId(attributes)]]
        : [];
    });
    expect(byAddress(plan.imports.map(({ to, id }) => [to, id] as const))).toEqual(byAddress(expected));

    // The same where the apply had reported everything.
    const ids = managed.map((one): [string, string] => [
      addressOf(one),
      String(one.instances[0]?.attributes.id),
    ]);
    expect(await planAdoption({ ...input, created: new Map(ids) })).toEqual(plan);
  }
});

test('an item is put into the state as the provider would', () => {
  for (const { id } of stacks) {
    const { state, plan } = of(id);
    const items = state.resources.filter(({ type }) => type === 'aws_dynamodb_table_item');
    expect(plan.notImported.filter(({ instead }) => instead === 'state')).toHaveLength(items.length);
    for (const item of items) {
      const entry = plan.notImported.find(({ address }) => address === addressOf(item));
      const [{ schema_version: schemaVersion, attributes } = {}] = item.instances;
      expect(entry).toMatchObject({ state: { schemaVersion, attributes } });
    }
  }
});

/** What one `terraform apply -json` did, as it tells. */
function told(stdout: string): { planned: string[]; summary: Record<string, number> } {
  const events = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const planned = events
    .filter(({ type }) => type === 'planned_change')
    .map(({ change: { action, resource } }) => ({ action, address: resource.addr }))
    .filter(({ action }) => action !== 'noop' && action !== 'import')
    .map(({ action, address }) => `${action} ${address}`);
  const { changes } = events.findLast(({ type }) => type === 'change_summary') ?? {};
  return { planned: planned.sort(), summary: changes };
}

test('Terraform imports it, makes only what cannot be imported, and nothing stands twice', async () => {
  const before = await inventory(applied);
  const updated: string[] = [];
  for (const stack of stacks) {
    const { id } = stack;
    const { state, plan } = of(id);
    const folder = join(applied.state, 'work', id);
    await forget(applied, stack);
    const items = state.resources.filter(({ type }) => type === 'aws_dynamodb_table_item');
    if (items.length > 0) {
      const file = join(folder, 'items.tfstate');
      writeFileSync(file, JSON.stringify({ ...state, resources: items, outputs: {} }));
      await applied.terraform(id, 'state', 'push', 'items.tfstate');
      rmSync(file);
    }
    const file = join(folder, 'adopt.tf.json');
    writeFileSync(file, JSON.stringify({ import: plan.imports }));
    const { planned, summary } = told(
      (await applied.terraform(id, 'apply', '-auto-approve', '-json')).stdout,
    );
    rmSync(file);
    const again = plan.notImported.filter(({ instead }) => instead === 'again').map(({ address }) => address);
    expect({ id, planned: planned.filter((one) => !one.startsWith('update ')), summary }).toEqual({
      id,
      planned: again.map((address) => `create ${address}`).sort(),
      summary: expect.objectContaining({ import: plan.imports.length, add: again.length, remove: 0 }),
    });
    updated.push(...planned.filter((one) => one.startsWith('update ')));
    const { stdout } = await applied.terraform(id, 'plan', '-json', '-lock=false');
    expect({ id, ...told(stdout) }).toMatchObject({
      id,
      summary: { add: 0, change: 0, remove: 0, import: 0 },
    });
  }
  const types = updated.map((one) => one.replace(/^update ([^.]+)\..*$/, '$1'));
  expect([...new Set(types)].sort()).toEqual([]);
  expect(await inventory(applied)).toEqual(before);
});
