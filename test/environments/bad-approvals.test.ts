import type { Problem } from '../../environments/problems';
import { loadChanged, type Tree } from './fixture';

const file = 'environments/test/approvals/acme-leaves.json';

const valid = {
  $schema: '../../approval.schema.json',
  stack: 'test-cells-eu-central-1-cell-01',
  address: 'aws_cognito_user_pool.acme_pool',
  action: 'delete',
  rule: 'pool-lost',
  reason: 'Acme has left, and its users were told in October.',
  ticket: 'https://tickets.example/OPS-4711',
  expires: '2026-12-31',
  approver: 'carol@example.com',
  model: '0123456789abcdef'.repeat(4),
};

const problemsOf = (given: Record<string, unknown>, change: (tree: Tree) => void = () => {}) =>
  loadChanged((tree) => {
    tree.files[file] = JSON.stringify({ ...valid, ...given }, null, 2);
    change(tree);
  }).problems;

test('a valid approval has no problems and is passed on', () => {
  const { problems, guards } = loadChanged((tree) => {
    tree.files[file] = JSON.stringify(valid);
    tree.files['environments/test/guard/extra.cedar'] = 'forbid (principal, action, resource);';
  });
  expect(problems).toEqual([]);
  expect(guards).toMatchObject([
    { environment: 'live', rules: [], approvals: [] },
    {
      environment: 'test',
      rules: [{ path: 'environments/test/guard/extra.cedar' }],
      approvals: [{ source: { file }, parts: valid }],
    },
  ]);
});

test.each<[string, Record<string, unknown>, Partial<Problem>]>([
  ['no $schema', { $schema: undefined }, { path: '$schema', message: 'is missing' }],
  [
    'a misspelt key',
    { tikcet: 'OPS-1', ticket: undefined },
    { path: 'tikcet', remedy: expect.stringContaining('did you mean "ticket"') },
  ],
  ['an unknown key', { note: 'x' }, { path: 'note', message: 'unknown key' }],
  [
    'a stack by a pattern',
    { stack: 'test-*' },
    { path: 'stack', value: 'test-*', message: 'has the wrong form' },
  ],
  [
    'a stack of another environment',
    { stack: 'live-cells-eu-central-1-cell-01' },
    { path: 'stack', message: 'is not a stack of test', remedy: expect.stringContaining('"test-"') },
  ],
  ['an address by a pattern', { address: 'aws_cognito_user_pool.*' }, { path: 'address' }],
  [
    'an address without its type',
    { address: 'acme_pool' },
    { path: 'address', remedy: expect.stringContaining('copy the address') },
  ],
  [
    'a misspelt action',
    { action: 'delet' },
    { path: 'action', remedy: expect.stringContaining('did you mean "delete"') },
  ],
  ['every action', { action: '*' }, { path: 'action', message: 'is not one of the allowed values' }],
  ['a rule by a pattern', { rule: '*' }, { path: 'rule' }],
  [
    'a meaningless reason',
    { reason: 'because' },
    { path: 'reason', remedy: expect.stringContaining('at least 20') },
  ],
  ['a ticket with blanks', { ticket: 'ask Carol' }, { path: 'ticket' }],
  [
    'a date in another order',
    { expires: '31.12.2026' },
    { path: 'expires', remedy: expect.stringContaining('"2026-12-31"') },
  ],
  ['a day that there is not', { expires: '2026-02-30' }, { path: 'expires' }],
  ['a time', { expires: '2026-12-31T12:00:00Z' }, { path: 'expires' }],
  [
    'an approver by name',
    { approver: 'Carol' },
    { path: 'approver', remedy: expect.stringContaining('e-mail address') },
  ],
  ['a short hash', { model: 'abc' }, { path: 'model', remedy: expect.stringContaining('64 digits') }],
  ['a hash in capitals', { model: valid.model.toUpperCase() }, { path: 'model' }],
])('%s', (_, given, expected) => {
  expect(problemsOf(given)).toMatchObject([{ file, ...expected }]);
});

test('all mistakes in a file are reported at once, each with its line', () => {
  expect(problemsOf({ action: 'x', model: 'x' }).map(({ path, line }) => [path, line])).toEqual([
    ['action', 5],
    ['model', 11],
  ]);
});

test.each([
  ['environments/test/approvals/Acme.json', '"<name>.json"'],
  ['environments/test/approvals/acme.txt', '"<name>.json"'],
  ['environments/test/approvals/old/acme.json', '"<name>.json"'],
  ['environments/test/guard/rule.template.cedar', '"<id>.cedar"'],
  ['environments/test/guard/notes.md', '"<id>.cedar"'],
  ['environments/test/approval/acme.json', 'approvals into "approvals"'],
])('nothing reads %s', (path, remedy) => {
  const { problems } = loadChanged((tree) => {
    tree.files[path] = '{}';
  });
  expect(problems).toMatchObject([{ remedy: expect.stringContaining(remedy) }]);
});

test('approvals without their environment', () => {
  const { problems } = loadChanged((tree) => {
    tree.files['environments/next/approvals/a.json'] = JSON.stringify({ ...valid, stack: 'next-a-b' });
  });
  expect(problems).toMatchObject([
    { file: 'environments/next', message: 'this folder belongs to no environment' },
  ]);
});

test('an environment cannot have the name of the folder of shared rules', () => {
  const { problems } = loadChanged((tree) => {
    const { live } = tree.environments;
    tree.environments.guard = { ...live, name: 'guard' };
  });
  expect(problems).toContainEqual(
    expect.objectContaining({
      file: 'environments/guard.ts',
      message: 'the toolkit has a folder of this name',
      remedy: 'give the environment another name',
    }),
  );
});
