import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planAdoption } from '../../../scripts/adoption/plan';
import { kinds } from '../../../scripts/adoption/table';
import type { AdoptionInput, AdoptionPlan } from '../../../scripts/adoption/types';

import { readRights } from '../../../scripts/local/rights';
import { type StackInfo, stacksOf } from '../../../scripts/selection/stacks';
import { startEveryOption } from '../flows/applied';
import { inventory, removePool, twinPool, untaggedLogGroup } from './cloud';
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

test('the stacks hold every type that AWS is looked at for', () => {
  const types = new Set([...states.values()].flatMap(({ resources }) => resources.map(({ type }) => type)));
  const wanted = Object.entries(kinds).flatMap(([type, { by }]) => (by === 'nothing' ? [] : [type]));
  expect(wanted.filter((type) => !types.has(type))).toEqual([]);
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

test('every right that looking needs is there, and is used', async () => {
  const deploy = (await readRights(applied.endpoint)).filter(({ role }) => role.endsWith('-fleet-deploy'));
  expect(deploy.map(({ refused }) => refused)).toEqual([[]]);
  expect(
    deploy.flatMap(({ idle }) => idle.filter((sid) => /^Find(Apis|IdentityPools|PolicyStores)$/.test(sid))),
  ).toEqual([]);
});

describe('of one stack', () => {
  const cell = () => stacks.find(({ stack }) => stack === 'cell-01') as StackInfo;
  const pool = 'aws_cognito_user_pool.acme_pool';
  const importOf = (plan: AdoptionPlan, address: string) => plan.imports.find(({ to }) => to === address)?.id;

  /** The stack's input, with one argument of one resource changed. */
  function changed(address: string, argument: string, change: (value: string) => string): AdoptionInput {
    const input = forgotten(applied, cell());
    const [type = '', name = ''] = address.split('.');
    const block = input.configuration.resource?.[type]?.[name] as Record<string, string>;
    block[argument] = change(block[argument] as string);
    return input;
  }

  test('two pools of one name are both listed, and only the id that the apply reported tells which it is', async () => {
    const input = forgotten(applied, cell());
    const id = importOf(of(cell().id).plan, pool) as string;
    const other = await twinPool(applied, id);
    const plan = await planAdoption(input);
    expect(plan.ambiguous).toEqual([
      expect.objectContaining({ address: pool, candidates: [id, other].sort() }),
    ]);
    expect(plan.undecided).toContain('aws_cognito_user_pool_client.acme_web-client');
    expect(plan.absent).toEqual([]);
    const told = (created: string) => planAdoption({ ...input, created: new Map([[pool, created]]) });
    expect(await told(id)).toEqual(of(cell().id).plan);
    expect((await told('eu-central-1_Gone')).ambiguous).toMatchObject([{ candidates: [id, other].sort() }]);
    await removePool(applied, other);
  });

  test('an id that was reported and is gone is absent, with all that belongs to it', async () => {
    const input = changed(pool, 'name', (name) => `${name}-never-made`);
    const plan = await planAdoption({ ...input, created: new Map([[pool, 'eu-central-1_Gone']]) });
    expect(plan.absent).toEqual(
      expect.arrayContaining([
        pool,
        'aws_cognito_user_pool_client.acme_web-client',
        'aws_dynamodb_table_item.acme_registry-item',
      ]),
    );
    expect(plan.ambiguous).toEqual([]);
    expect(importOf(plan, 'aws_cognito_user_pool.globex_pool')).toBeDefined();
  });

  test('what the state holds is where references lead, and is not taken a second time', async () => {
    const { state, plan } = of(cell().id);
    const input = forgotten(applied, cell());
    const known = new Map(
      state.resources
        .filter(({ type }) => ['aws_cognito_user_pool', 'aws_iam_role'].includes(type))
        .map((one) => [addressOf(one), one.instances[0]?.attributes ?? {}]),
    );
    const missing = input.missing.filter((address) => !known.has(address));
    const { imports, ambiguous } = await planAdoption({ ...input, missing, known });
    expect(ambiguous).toEqual([]);
    expect(imports).toEqual(plan.imports.filter(({ to }) => !known.has(to)));

    const role = 'aws_iam_role.hook_role';
    const moved = new Map([['aws_iam_role.before', known.get(role) ?? {}]]);
    expect((await planAdoption({ ...input, missing: [role], known: moved })).ambiguous).toMatchObject([
      { address: role, why: 'the state holds it as aws_iam_role.before' },
    ]);
  });

  test("somebody else's is for a person to decide", async () => {
    const item = 'aws_dynamodb_table_item.acme_registry-item';
    const other = changed(item, 'item', (text) => text.replace('"active"', '"suspended"'));
    expect((await planAdoption(other)).ambiguous).toMatchObject([
      { address: item, why: 'the item that stands there differs in status: somebody else wrote it' },
    ]);
    const group = 'aws_cloudwatch_log_group.hook_log-group';
    await untaggedLogGroup(applied, '/aws/lambda/every-of-others');
    const foreign = changed(group, 'name', () => '/aws/lambda/every-of-others');
    expect((await planAdoption({ ...foreign, missing: [group] })).ambiguous).toMatchObject([
      { address: group, candidates: ['/aws/lambda/every-of-others'] },
    ]);
  });

  test('what the role may not see is an error, and never absent', async () => {
    const role = 'aws_iam_role.hook_role';
    const input = changed(role, 'name', () => 'OrganizationAccountAccessRole');
    await expect(planAdoption({ ...input, missing: [role] })).rejects.toThrow(
      `${input.role} may not iam:GetRole in eu-central-1`,
    );
  });
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

/** Forgets a stack's state, and lets Terraform take over what stands. Gives what is updated in place. */
async function adopt(stack: StackInfo): Promise<string[]> {
  const { id } = stack;
  const { state, plan } = of(id);
  const write = (name: string, content: object) => {
    const file = join(applied.state, 'work', id, name);
    writeFileSync(file, JSON.stringify(content));
    return () => rmSync(file);
  };
  await forget(applied, stack);
  const resources = state.resources.filter(({ type }) => type === 'aws_dynamodb_table_item');
  if (resources.length > 0) {
    const remove = write('items.tfstate', { ...state, resources, outputs: {} });
    await applied.terraform(id, 'state', 'push', 'items.tfstate');
    remove();
  }
  const remove = write('adopt.tf.json', { import: plan.imports });
  const { planned, summary } = told((await applied.terraform(id, 'apply', '-auto-approve', '-json')).stdout);
  remove();
  const again = plan.notImported.flatMap(({ instead, address }) => (instead === 'again' ? [address] : []));
  const [updates, others] = [true, false].map((update) =>
    planned.filter((one) => one.startsWith('update ') === update),
  ) as [string[], string[]];
  expect({ id, others, summary }).toEqual({
    id,
    others: again.map((address) => `create ${address}`).sort(),
    summary: expect.objectContaining({ import: plan.imports.length, add: again.length, remove: 0 }),
  });
  const { stdout } = await applied.terraform(id, 'plan', '-json', '-lock=false');
  expect({ id, ...told(stdout) }).toMatchObject({
    id,
    summary: { add: 0, change: 0, remove: 0, import: 0 },
  });
  return updates.map((one) => one.replace(/^update ([^.]+)\..*$/, '$1'));
}

test('Terraform imports it, makes only what cannot be imported, and nothing stands twice', async () => {
  const before = await inventory(applied);
  const updated: string[] = [];
  const left = [...stacks];
  const adoptAll = async () => {
    for (let stack = left.shift(); stack; stack = left.shift()) updated.push(...(await adopt(stack)));
  };
  // As many at once as `fleet rollout` runs on a small machine.
  await Promise.all([adoptAll(), adoptAll()]);
  // docs/adoption.md says what of these the provider does not read back.
  expect([...new Set(updated)].sort()).toEqual(['aws_kms_key', 'aws_lambda_function']);
  expect(await inventory(applied)).toEqual(before);
});
