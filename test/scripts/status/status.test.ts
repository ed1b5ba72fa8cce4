import type { StackContent } from '../../../scripts/applied/changed';
import type { Applied, StackRecord } from '../../../scripts/applied/record';
import { thisRunner } from '../../../scripts/cli/runner';
import type { StoreLocation } from '../../../scripts/policy/locations';
import { stacksOf } from '../../../scripts/selection/stacks';
import { describeStatus, matrixOf } from '../../../scripts/status/describe';
import { statusPage } from '../../../scripts/status/page';
import { type KnownContent, parityOf } from '../../../scripts/status/parity';
import { stackStatus } from '../../../scripts/status/stack-status';
import { realEnvironment } from '../../invariants/fleet';

const prod = realEnvironment('prod');
const stacks = stacksOf(prod);
const now = new Date('2026-11-30T12:00:00Z');
const applied: Applied = {
  content: 'a',
  plan: null,
  state: { lineage: 'l', serial: 1, etag: 'e' },
  commit: 'a1b2c3d4e5f6a7b8-dirty',
  tools: { terraform: 'terraform 1.11.4', provider: '5.100.0' },
  by: 'arn:aws:sts::123456789012:assumed-role/deploy/x',
  at: '2026-11-30T09:00:00Z',
  run: 'prod-1',
};
const record = (changes: Partial<StackRecord> = {}): StackRecord => ({
  version: 1,
  stack: 's',
  fence: 1,
  applied,
  ...changes,
});
const claim = { run: 'prod-2', runner: thisRunner(), lock: 'x', content: 'b', since: '2026-11-30T11:59:00Z' };

const content = (changes: Partial<StackContent>): StackContent => ({
  stack: stacks[0] as StackContent['stack'],
  content: 'a',
  current: false,
  record: record(),
  bootstrapped: true,
  deployed: true,
  ...changes,
});

test.each<[string, Partial<StackContent>, string]>([
  ['as it was applied', { current: true }, 'current'],
  ['configured differently', { content: 'b' }, 'behind'],
  ['the same, and its state another', {}, 'elsewhere'],
  ['a state with no known history', { record: undefined }, 'elsewhere'],
  ['never applied', { record: undefined, deployed: false }, 'absent'],
  ['an apply that broke off', { record: record({ brokenOff: ['prod-0'] }), current: true }, 'broken off'],
  ['someone is at work', { record: record({ claim }) }, 'under way'],
])('%s', (_, changes, state) => expect(stackStatus(content(changes), now).state).toBe(state));

test('what was applied is shown with its age, and who holds a stack', () => {
  expect(stackStatus(content({}), now).applied).toMatchObject({
    age: 3 * 3600,
    run: 'prod-1',
    by: applied.by,
  });
  const { why } = stackStatus(content({ record: record({ claim }) }), now);
  expect(why).toContain('in run prod-2');
});

const status = () => ({
  environment: 'prod',
  at: now.toISOString(),
  regions: prod.environment.regions,
  stacks: stacks.map((stack, at) => stackStatus(content({ stack, current: at % 3 > 0 }), now)),
  parity: parityOf([]),
});

test('every stack is in one cell of the matrix', () => {
  const cells = matrixOf(status()).flatMap((row) => row.cells.flatMap((cell) => cell?.id ?? []));
  expect(cells.sort()).toEqual(stacks.map(({ id }) => id).sort());
});

test('the text counts states, and explains each stack with a problem', () => {
  const text = describeStatus(status());
  expect(text).toMatch(/current {2}a1b2c3d4\* {2}3 h/);
  expect(text).toContain(`${stacks[0]?.id}: elsewhere: its state has since been written by something else`);
  expect(text).toMatch(/prod: 46 stacks, 16 elsewhere, 30 current$/);
});

test('the page escapes text written by others', () => {
  const [first, ...others] = status().stacks;
  const page = statusPage({ ...status(), stacks: [{ ...first, why: '<b>"x"</b>' } as never, ...others] });
  expect(page).toContain('&lt;b&gt;&quot;x&quot;&lt;/b&gt;');
  expect(page).not.toContain('<script');
});

const known = (owner: string, region: string, hash?: string): KnownContent => ({
  place: { kind: 'tenant', owner, region, account: 'cells-a' } as StoreLocation,
  ...(hash && { content: hash }),
});

test('policies of an owner are the same, differ, or are unknown across its places', () => {
  const parity = parityOf([
    known('acme', 'eu-central-1', 'h1'),
    known('acme', 'eu-west-1', 'h1'),
    known('globex', 'eu-central-1', 'h1'),
    known('globex', 'eu-west-1', 'h2'),
    known('hooli', 'eu-central-1', 'h1'),
    known('hooli', 'eu-west-1'),
    known('alone', 'eu-west-1', 'h1'),
  ]);
  expect(parity.map(({ store, state }) => `${store} ${state}`)).toEqual([
    'tenant acme same',
    'tenant globex differs',
    'tenant hooli unknown',
  ]);
  expect(describeStatus({ ...status(), parity })).toContain(
    'policies of tenant globex: not the same everywhere: cells-a eu-central-1 h1, cells-a eu-west-1 h2',
  );
});
