import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../environments/load';
import { readTree } from '../../environments/loading/tree';
import type { Problem } from '../../environments/problems';
import { loadChanged, render, type Tree, validTree, writeFiles } from './fixture';

// Policies in a folder beside a tenant's or service's file. The engine judges their content.
const acme = 'environments/test/tenants/acme';
const billing = 'environments/test/services/billing';

/** The valid tree in which billing has a policy store of its own. */
function withOwnStore(): Tree {
  const tree = validTree();
  tree.services['test/billing'].policyStore = 'own';
  return tree;
}

test('they are loaded with their environment: policies sorted by name, golden decisions separately', () => {
  const { environments, overlays, problems } = loadChanged(({ files }) => {
    files[`${billing}/quiet.cedar`] = 'forbid';
    files[`${acme}/share.template.cedar`] = 'template';
    files[`${acme}/decisions.json`] = '[]';
    files[`${acme}/export.cedar`] = 'permit';
    files[`${acme}/.export.cedar.swp`] = 'x';
  }, withOwnStore);
  const expected = [
    {
      of: 'tenant',
      id: 'acme',
      policies: [
        { path: `${acme}/export.cedar`, text: 'permit' },
        { path: `${acme}/share.template.cedar`, text: 'template' },
      ],
      decisions: { path: `${acme}/decisions.json`, text: '[]' },
    },
    { of: 'service', id: 'billing', policies: [{ path: `${billing}/quiet.cedar`, text: 'forbid' }] },
  ];
  expect(problems).toEqual([]);
  expect(environments.map((loaded) => loaded.overlays)).toEqual([[], expected]);
  expect(overlays).toEqual(expected);
});

test('they are loaded even if something else is wrong, so that their own mistakes are reported in the same run', () => {
  const { environments, overlays, problems } = loadChanged((tree) => {
    tree.environments.live.alarmTopic = '';
    tree.files[`${acme}/export.cedar`] = 'permit';
  });
  expect(problems).toMatchObject([{ file: 'environments/live.ts' }]);
  expect(environments).toEqual([]);
  expect(overlays.map(({ id }) => id)).toEqual(['acme']);
});

const strange = (kind: string, name: string): Row => [
  kind,
  `${acme}/${name}`,
  {
    file: `${acme}/${name.split('/')[0]}`,
    value: name.split('/')[0],
    message: expect.stringContaining('of this name is read here'),
    remedy: expect.stringContaining('name a policy "<name>.cedar"'),
  },
];

type Row = [kind: string, file: string, expected: Partial<Problem>];

const rows: Row[] = [
  strange('a policy with a misspelt extension', 'export.cedr'),
  strange('a policy in capitals', 'Export.cedar'),
  strange('a schema of its own', 'schema.cedarschema'),
  strange('golden decisions with another name', 'golden.json'),
  strange('a folder within', 'more/export.cedar'),
  [
    'a tenant without its file',
    'environments/test/tenants/hooli/export.cedar',
    {
      file: 'environments/test/tenants/hooli',
      value: 'hooli',
      message: 'this folder belongs to no tenant',
      remedy: 'write environments/test/tenants/hooli.json, or remove the folder',
    },
  ],
  [
    'a service without its file',
    'environments/test/services/reports/export.cedar',
    {
      file: 'environments/test/services/reports',
      value: 'reports',
      message: 'this folder belongs to no service',
      remedy: 'write environments/test/services/reports.json, or remove the folder',
    },
  ],
  [
    'a service that shares its policy store',
    'environments/test/services/ledger/export.cedar',
    {
      file: 'environments/test/services/ledger',
      value: 'ledger',
      message: expect.stringContaining('shares its policy store'),
      remedy: `write "policyStore": "own" into environments/test/services/ledger.json, or remove the folder`,
    },
  ],
  [
    'a folder in capitals',
    'environments/test/tenants/Acme/export.cedar',
    {
      file: 'environments/test/tenants/Acme',
      value: 'Acme',
      remedy: expect.stringContaining('in lower case'),
    },
  ],
];

test.each(rows)('refused: %s', (_, file, expected) => {
  const { environments, problems } = loadChanged(({ files }) => {
    files[file] = 'permit (principal, action, resource);';
  });
  expect(problems).toMatchObject([{ path: '', remedy: expect.any(String), ...expected }]);
  expect(environments).toEqual([]);
});

test("refused: a group that the tenant's file does not have, with its position; comments may name anything", () => {
  const name = (group: string) => `Payments::Group::"{user_pool_id}|${group}"`;
  const { problems } = loadChanged(({ files }) => {
    files[`${acme}/export.cedar`] =
      `  // ${name('auditors')} may not.\npermit (\n  principal in [${name('viewers')}, ${name('admin')}],\n  action,\n  resource\n);`;
  });
  expect(problems).toMatchObject([
    {
      file: `${acme}/export.cedar`,
      line: 3,
      column: 60,
      path: '',
      value: 'admin',
      message: expect.stringContaining('no such group'),
      remedy: 'did you mean "admins"? Use one of: "admins", "viewers"',
    },
  ]);
});

test('refused: an encoding other than UTF-8', () => {
  const { problems } = loadChanged(({ files }) => {
    files[`${acme}/export.cedar`] = Buffer.from('// café', 'latin1');
    files[`${acme}/decisions.json`] = Buffer.from('"café"', 'latin1');
  });
  const told = { message: 'is not encoded in UTF-8', remedy: 'save it as UTF-8' };
  expect(problems).toMatchObject([
    { file: `${acme}/decisions.json`, ...told },
    { file: `${acme}/export.cedar`, ...told },
  ]);
});

test('refused: dangling and circular links', () => {
  const root = writeFiles(render(validTree()));
  mkdirSync(join(root, acme));
  symlinkSync('nowhere.cedar', join(root, acme, 'export.cedar'));
  symlinkSync('share.cedar', join(root, acme, 'share.cedar'));
  expect(loadEnvironments(root).problems).toMatchObject([
    {
      file: `${acme}/export.cedar`,
      message: expect.stringMatching(/symbolic link/),
      remedy: expect.any(String),
    },
    {
      file: `${acme}/share.cedar`,
      message: expect.stringMatching(/symbolic link/),
      remedy: expect.any(String),
    },
  ]);
});

/** Runs as someone to whom the file system can refuse something. */
function asNobody<T>(act: () => T): T {
  const own = process.geteuid?.();
  if (own !== 0) return act();
  process.seteuid?.('nobody');
  try {
    return act();
  } finally {
    process.seteuid?.(own);
  }
}

test('refused: a folder that cannot be read', () => {
  const root = writeFiles({ ...render(validTree()), [`${acme}/export.cedar`]: 'permit' });
  chmodSync(root, 0o755);
  chmodSync(join(root, acme), 0);
  try {
    expect(asNobody(() => readTree(root)).findings).toMatchObject([
      { file: acme, message: 'cannot be read: EACCES', remedy: 'make it a readable folder, or remove it' },
    ]);
  } finally {
    chmodSync(join(root, acme), 0o755);
  }
});

test('a wrong kind of policy store is reported, and the folder beside it is not a second mistake', () => {
  const { problems } = loadChanged(({ services, files }) => {
    services['test/billing'].policyStore = 'owm';
    files[`${billing}/quiet.cedar`] = 'forbid';
  });
  expect(problems).toMatchObject([
    {
      file: `${billing}.json`,
      path: 'policyStore',
      value: 'owm',
      remedy: expect.stringContaining('did you mean "own"?'),
    },
  ]);
});

test('by default, a service shares the policy store of the flow', () => {
  const { environments, problems } = loadChanged(({ services }) => {
    delete services['test/billing'].policyStore;
  });
  expect(problems).toEqual([]);
  expect(environments[1]?.services.map(({ policyStore }) => policyStore)).toEqual(['shared', 'shared']);
});

test('what was deleted leaves no trace', () => {
  const root = writeFiles({ ...render(validTree()), [`${acme}/export.cedar`]: 'permit' });
  rmSync(join(root, acme), { recursive: true });
  expect(loadEnvironments(root)).toMatchObject({ overlays: [], problems: [] });
});
