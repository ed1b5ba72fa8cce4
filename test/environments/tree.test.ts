import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../environments/load';
import { type Loose, loadChanged, render, type Tree, tenant, validTree, writeFiles } from './fixture';

/** Problems of a root as far as these tests ask. */
const load = (files: Record<string, string | Uint8Array>) => loadEnvironments(writeFiles(files)).problems;

test('a valid tree has no problems, and everything in it is loaded, sorted', () => {
  const tree = validTree();
  const { environments, problems } = loadEnvironments(writeFiles(render(tree)));
  expect(problems).toEqual([]);
  expect(environments).toEqual([
    {
      environment: tree.environments.live,
      tenants: [tree.tenants['live/acme']],
      services: [tree.services['live/ledger']],
      overlays: [],
      samlDocuments: [],
    },
    {
      environment: tree.environments.test,
      tenants: [tree.tenants['test/acme'], tree.tenants['test/globex']],
      services: [tree.services['test/billing'], tree.services['test/ledger']],
      overlays: [],
      samlDocuments: [],
    },
  ]);
});

test('what was loaded does not depend on the order in which files were written', () => {
  const files = Object.entries(render(validTree()));
  const forwards = loadEnvironments(writeFiles(Object.fromEntries(files)));
  const backwards = loadEnvironments(writeFiles(Object.fromEntries(files.reverse())));
  expect(JSON.stringify(backwards)).toBe(JSON.stringify(forwards));
});

test('an environment may have no tenants, cells without any, and no folder', () => {
  const { environments, problems } = loadChanged((tree) => {
    delete tree.tenants['live/acme'];
  });
  expect(problems).toEqual([]);
  expect(environments[0]?.tenants).toEqual([]);
});

test('an environment may be a named export', () => {
  const { problems } = loadChanged((tree) => {
    tree.files['environments/test.ts'] = `export const test = ${JSON.stringify(tree.environments.test)};`;
  });
  expect(problems).toEqual([]);
});

test("an environment may use types and constants of its own, and the editor's files are left alone", () => {
  const { problems } = loadChanged((tree) => {
    tree.files['environments/.DS_Store'] = 'x';
    tree.files['environments/test/tenants/.acme.json.swp'] = 'x';
    tree.files['environments/test.ts'] =
      `import type { Environment } from './schema';\nconst e = ${JSON.stringify(tree.environments.test)} as const;\n` +
      'export default e as unknown as Environment;\n';
  });
  expect(problems).toEqual([]);
});

test('a value that JSON cannot express becomes a problem that JSON can express', () => {
  const { problems } = loadChanged((tree) => {
    tree.files['environments/test.ts'] = `${JSON.stringify(tree.environments.test)
      .replace(/^/, 'const e: any = ')
      .concat(';\n')}e.alarmTopic = e;\ne.production = 1n;\nexport default e;\n`;
  });
  expect(problems.map(({ path }) => path)).toEqual(['alarmTopic', 'production']);
  expect(JSON.parse(JSON.stringify(problems))[1].value).toBe('1n');
});

test('no environments folder', () => {
  expect(load({ 'README.md': '' })).toMatchObject([
    {
      file: 'environments',
      message: 'there is no such folder',
      remedy: expect.stringContaining('in the folder'),
    },
  ]);
});

test('no environment', () => {
  expect(load({ 'environments/names.ts': '' })).toMatchObject([
    { file: 'environments', message: 'there is no environment', remedy: 'write environments/<name>.ts' },
  ]);
});

test('tenants without their environment', () => {
  const { problems } = loadChanged((tree) => {
    tree.tenants['next/hooli'] = tenant('next', 'hooli');
  });
  expect(problems).toMatchObject([
    {
      file: 'environments/next',
      value: 'next',
      message: 'this folder belongs to no environment',
      remedy: 'write environments/next.ts, or remove the folder',
    },
  ]);
});

test('tenant files that differ only in case', () => {
  const { problems } = loadChanged((tree) => {
    tree.files['environments/test/tenants/Acme.json'] = '{}';
  });
  expect(problems).toMatchObject([
    {
      file: 'environments/test/tenants/Acme.json',
      value: 'Acme.json',
      message: expect.stringContaining('only in case'),
      remedy: expect.stringContaining('"acme.json"'),
    },
  ]);
});

test('a dangling link', () => {
  const root = writeFiles(render(validTree()));
  rmSync(join(root, 'environments/test/tenants/acme.json'));
  symlinkSync('nowhere.json', join(root, 'environments/test/tenants/acme.json'));
  expect(loadEnvironments(root).problems).toMatchObject([
    {
      file: 'environments/test/tenants/acme.json',
      message: expect.stringContaining('symbolic link'),
      remedy: expect.stringContaining('put the file'),
    },
  ]);
});

// Mistakes that need several files.
const several: [string, (tree: Tree) => void, Loose][] = [
  [
    'an environment without any account',
    ({ environments, tenants, services }) => {
      Object.assign(environments.test, { accounts: {}, cells: {}, internal: undefined, machine: undefined });
      for (const id of ['acme', 'globex']) delete tenants[`test/${id}`];
      for (const id of ['billing', 'ledger']) delete services[`test/${id}`];
    },
    {
      file: 'environments/test.ts',
      path: 'accounts',
      value: {},
      message: 'there is no account',
      remedy: expect.stringContaining('write at least one'),
    },
  ],
  [
    'a fourth tenant in a cell for three',
    ({ tenants }) => {
      for (const id of ['hooli', 'initech'])
        tenants[`test/${id}`] = { ...tenant('test', id), cells: { 'eu-central-1': 'cell-01' } };
    },
    {
      file: 'environments/test.ts',
      path: 'cells["cell-01"].capacity',
      value: 3,
      message: '4 tenants are in cell-01 in eu-central-1',
      remedy: expect.stringContaining('another cell'),
    },
  ],
  [
    'a tenant id with a word that no sign-in domain may contain',
    ({ tenants }) => {
      tenants['test/incognito'] = tenant('test', 'incognito');
    },
    {
      file: 'environments/test/tenants/incognito.json',
      path: 'id',
      value: 'incognito',
      message: expect.stringContaining('"cognito"'),
      remedy: expect.stringContaining('without "cognito"'),
    },
  ],
  [
    "a tenant with the customer pool's sign-in domain",
    ({ tenants }) => {
      tenants['test/customer'] = tenant('test', 'customer');
    },
    {
      file: 'environments/test/tenants/customer.json',
      path: 'id',
      value: 'customer',
      message: expect.stringContaining(
        '"example-test-customer" in eu-central-1 is also that of environments/test.ts',
      ),
      remedy: 'choose another name',
    },
  ],
  [
    'two environments whose stacks would have the same name',
    ({ environments }) => {
      const { test, live } = environments;
      environments['test-a'] = {
        ...live,
        name: 'test-a',
        accounts: { b: { id: '333333333333', flows: [] } },
        internal: undefined,
        machine: undefined,
        cells: { 'cell-01': { account: 'b', regions: ['eu-west-1'], ring: 'canary', capacity: 1 } },
        customer: { ...live.customer, callbackUrls: ['https://a.example.com/'], databases: undefined },
        email: { 'eu-west-1': live.email['eu-west-1'] },
      };
      test.accounts['a-b'] = { id: '111111111119', flows: [] };
      test.cells['cell-03'] = { ...test.cells['cell-02'], account: 'a-b' };
    },
    {
      file: 'environments/test-a.ts',
      path: 'accounts.b',
      value: 'b',
      message: expect.stringContaining('"test-a-b-…"'),
      remedy: 'rename the account',
    },
  ],
];

test.each(several)('%s', (_, change, expected) => {
  expect(loadChanged(change).problems).toMatchObject([expected]);
});
