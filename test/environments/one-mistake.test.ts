import * as fc from 'fast-check';
import { loadEnvironments } from '../../environments/load';
import type { Finding } from '../../environments/loading/finding';
import { mergeCauses } from '../../environments/loading/same-cause';
import { validConfiguration } from '../../scripts/selection/configuration';
import { type Loose, loadChanged, render, type Tree, tenant, validTree, writeFiles } from './fixture';
import { rootWith } from './fleet-check';
import { fullTree } from './full';
import { mistakes } from './mistakes';

// One mistake is one problem, however many files it shows in; and several mistakes are as many problems.

// Properties load many trees.

const acme = 'environments/test/tenants/acme.json';
const inText = (file: string, from: string, to: string) => (tree: Tree) => {
  tree.files[file] = String(render(tree)[file]).replace(from, to);
};

type Row = [kind: string, make: (tree: Tree) => void, told: { file: string; path: string; message: RegExp }];

const rows: Row[] = [
  [
    "an id that appears twice, the second time another tenant's",
    inText(acme, '"id": "acme"', '"id": "acme",\n  "id": "globex"'),
    { file: acme, path: 'id', message: /twice in the same object, first on line 3/ },
  ],
  [
    'a key that appears four times',
    inText(acme, '"status"', '"status": "active",\n"status": "active",\n"status": "active",\n"status"'),
    { file: acme, path: 'status', message: /twice in the same object/ },
  ],
  [
    'a value that appears three times in a list',
    ({ tenants }) => tenants['test/acme'].groups.push('admins', 'admins'),
    { file: acme, path: 'groups[2]', message: /^appears 3 times in this list$/ },
  ],
  [
    'a key misspelt',
    inText(acme, '"status"', '"statuz"'),
    { file: acme, path: 'statuz', message: /^unknown key$/ },
  ],
  [
    'a key misspelt that only the accounts’ flows ask for',
    ({ environments: { test } }) => {
      test.machnie = test.machine;
      delete test.machine;
    },
    { file: 'environments/test.ts', path: 'machnie', message: /^unknown key$/ },
  ],
  [
    'an account renamed, but not in its cells',
    ({ environments: { test } }) => {
      test.accounts.cellz = test.accounts.cells;
      delete test.accounts.cells;
    },
    {
      file: 'environments/test.ts',
      path: 'cells["cell-01"].account',
      message: /no such account; seen in 1 more place: environments\/test\.ts cells\["cell-02"\]\.account$/,
    },
  ],
  [
    'a region removed',
    ({ environments: { test } }) => {
      test.regions = ['eu-central-1'];
    },
    {
      file: 'environments/test.ts',
      path: 'email["eu-west-1"]',
      message:
        /not in this region; seen in 4 more places: environments\/test\.ts customer\.databases\["eu-west-1"\], cells\["cell-01"\]\.regions\[1\]; environments\/test\/tenants\/\{acme,globex\}\.json cells\["eu-west-1"\]$/,
    },
  ],
  [
    'a cell renamed',
    ({ environments: { test } }) => {
      test.cells['cell-07'] = test.cells['cell-01'];
      delete test.cells['cell-01'];
    },
    {
      file: acme,
      path: 'cells["eu-central-1"]',
      message:
        /no such cell; seen in 3 more places: environments\/test\/tenants\/\{acme,globex\}\.json cells\["eu-west-1"\]; environments\/test\/tenants\/globex\.json cells\["eu-central-1"\]$/,
    },
  ],
  [
    'the machine flow removed',
    ({ environments: { test } }) => {
      test.accounts.identity.flows = ['customer', 'internal'];
    },
    {
      file: 'environments/test.ts',
      path: 'machine',
      message: /no account has the machine flow; .*services\/\{billing,ledger\}\.json$/,
    },
  ],
  [
    'a resource server renamed',
    ({ environments: { test } }) => {
      test.machine.resourceServers[0].identifier = 'payment';
    },
    {
      file: 'environments/test/services/billing.json',
      path: 'scopes[0]',
      message:
        /has this scope; seen in 1 more place: environments\/test\/services\/ledger\.json scopes\[0\]$/,
    },
  ],
  [
    'an environment named as another',
    ({ environments: { test } }) => {
      test.name = 'live';
    },
    { file: 'environments/test.ts', path: 'name', message: /^the file is named "test\.ts"$/ },
  ],
  [
    'an environment’s file renamed without its folder',
    (tree) => {
      tree.environments.next = tree.environments.test;
      delete tree.environments.test;
    },
    { file: 'environments/next.ts', path: 'name', message: /seen in 1 more place: environments\/test$/ },
  ],
  [
    'a tenant’s file in capitals, beside its policies',
    (tree) => {
      tree.files['environments/test/tenants/Acme.json'] = String(render(tree)[acme]);
      tree.files['environments/test/tenants/acme/open.cedar'] = 'permit (principal, action, resource);';
      delete tree.tenants['test/acme'];
    },
    { file: 'environments/test/tenants/Acme.json', path: '', message: /no file of this name/ },
  ],
  [
    'a cell over its capacity in two regions',
    ({ environments: { test } }) => {
      test.cells['cell-01'].capacity = 1;
    },
    {
      file: 'environments/test.ts',
      path: 'cells["cell-01"].capacity',
      message: /^2 tenants are in cell-01 in eu-central-1; seen in 1 more place/,
    },
  ],
  [
    'a refresh token that ends before both others',
    ({ environments: { test } }) => {
      test.tenants.tokens = { accessMinutes: 90, idMinutes: 90, refreshHours: 1 };
    },
    {
      file: 'environments/test.ts',
      path: 'tenants.tokens.accessMinutes',
      message: /outlives the refresh token/,
    },
  ],
  [
    'a letter of another script in an id',
    inText(acme, '"id": "acme"', '"id": "acm\u{435}"'),
    {
      file: acme,
      path: 'id',
      message: /^has the wrong form: character 4 is "\u{435}" \(U\+0435, Cyrillic\), which looks like "e"$/u,
    },
  ],
  [
    'an invisible letter in a group',
    inText(acme, '"admins"', '"ad\u{200B}mins"'),
    { file: acme, path: 'groups[0]', message: /: character 3 is U\+200B, which is invisible$/ },
  ],
  [
    'a letter of another script in a key',
    inText(acme, '"status"', '"st\u{430}tus"'),
    {
      file: acme,
      path: '["st\u{430}tus"]',
      message: /^unknown key: character 3 is "\u{430}" \(U\+0430, Cyrillic\), which looks like "a"$/u,
    },
  ],
  [
    'a letter of another script in a word to choose',
    inText(acme, '"active"', '"\u{430}ctive"'),
    { file: acme, path: 'status', message: /allowed values: character 1 is .*looks like "a"$/ },
  ],
  [
    'a letter of another script in a file’s name',
    (tree) => {
      tree.files['environments/test/tenants/h\u{43E}oli.json'] = '{}';
    },
    {
      file: 'environments/test/tenants/h\u{43E}oli.json',
      path: '',
      message: /no file of this name is read here: character 2 is .*looks like "o"$/,
    },
  ],
  [
    'a blank at the end of a name that may contain any letter',
    ({ tenants }) => {
      tenants['test/acme'].name = 'Ärzte und Söhne ';
    },
    { file: acme, path: 'name', message: /^has the wrong form$/ },
  ],
];

test.each(rows)('%s is one problem', (_, make, { message, ...told }) => {
  const { problems } = loadChanged(make);
  expect(problems).toMatchObject([{ ...told, message: expect.stringMatching(message) }]);
});

const copies = (each: (id: string, tree: Tree) => Loose) => (tree: Tree) => {
  tree.environments.test.cells['cell-02'].capacity = 100;
  for (let i = 10; i < 40; i++) tree.tenants[`test/copy-${i}`] = each(`copy-${i}`, tree);
};

const names = Array.from({ length: 28 }, (_, index) => `copy-${index + 12}`).join(',');

test('thirty tenants with the same custom domain are one problem that names all of them, and not also one with a quota', () => {
  const { problems } = loadChanged(
    copies((id, { tenants }) => ({
      ...tenant('test', id),
      cells: { 'eu-central-1': 'cell-02' },
      customDomain: { ...tenants['test/globex'].customDomain, domain: 'login.example.com' },
    })),
    fullTree,
  );
  expect(problems).toEqual([
    expect.objectContaining({
      file: 'environments/test/tenants/copy-11.json',
      path: 'customDomain.domain',
      value: 'login.example.com',
      message: `environments/test/tenants/copy-10.json already has this custom domain; seen in 28 more places: environments/test/tenants/{${names}}.json customDomain.domain`,
    }),
  ]);
});

test('thirty custom domains are one problem about the quota', () => {
  const { problems } = loadChanged(
    copies((id, { tenants }) => ({
      ...tenant('test', id),
      cells: { 'eu-central-1': 'cell-02' },
      customDomain: { ...tenants['test/globex'].customDomain, domain: `${id}.example.com` },
    })),
    fullTree,
  );
  expect(problems).toMatchObject([{ path: 'customDomain', message: expect.stringMatching(/AWS allows 4/) }]);
});

test('thirty copies of a file, id included, are one problem for each thing that must be unique', () => {
  const { problems } = loadChanged(
    copies((_, { tenants }) => ({ ...tenants['test/acme'], cells: { 'eu-central-1': 'cell-02' } })),
  );
  expect(problems.map(({ path }) => path).sort()).toEqual(['callbackUrls[0]', 'id']);
});

test('any combination of independent mistakes is reported as exactly those', () => {
  const place = ({ file, path }: { file: string; path: string }) => `${file} ${path}`;
  fc.assert(
    fc.property(fc.subarray([...mistakes], { minLength: 1 }), (made) => {
      const told: string[] = [];
      try {
        validConfiguration(rootWith(made));
      } catch (error) {
        told.push(...(error as Loose).data.problems.map(place));
      }
      expect(told.sort()).toEqual(made.map(place).sort());
    }),
    { numRuns: 25 },
  );
});

test('several mistakes of one kind stay separate', () => {
  const { problems } = loadChanged((tree) => {
    const { test: environment } = tree.environments;
    environment.cells['cell-01'].account = 'first';
    environment.cells['cell-02'].account = 'second';
    tree.tenants['test/acme'].cells = { 'eu-central-1': 'cell-05', 'eu-west-1': 'cell-06' };
    tree.tenants['test/globex'].cells = { 'us-east-1': 'cell-01', 'us-west-2': 'cell-01' };
    tree.services['test/billing'].scopes = ['cards/read', 'ledger/read', 'payments/wipe'];
  });
  // Nothing is left in the account "cells", and no name is similar: that may be one more mistake.
  expect(problems.map(({ path }) => path)).toEqual([
    'accounts.cells',
    'cells["cell-01"].account',
    'cells["cell-02"].account',
    'scopes[0]',
    'scopes[1]',
    'scopes[2]',
    'cells["eu-central-1"]',
    'cells["eu-west-1"]',
    'cells["us-east-1"]',
    'cells["us-west-2"]',
  ]);
});

test('two things with two owners each are two problems', () => {
  const shared = ['https://a.example.com/in', 'https://b.example.com/in'];
  const { problems } = loadChanged((tree) => {
    for (const name of ['test/acme', 'test/globex']) tree.tenants[name].callbackUrls = shared;
  });
  expect(problems.map(({ value }) => value)).toEqual(shared);
});

test('a misspelt key does not hide a missing one', () => {
  const { problems } = loadChanged(({ tenants }) => {
    const { status, groups, ...rest } = tenants['test/acme'];
    tenants['test/acme'] = { ...rest, statuz: status };
  });
  expect(problems.map(({ path }) => path).sort()).toEqual(['groups', 'statuz']);
});

test('the same mistake in two environments is two problems', () => {
  const { problems } = loadChanged(({ environments }) => {
    for (const one of [environments.live, environments.test]) one.regions = ['eu-central-1'];
  });
  expect(problems.map(({ file }) => file)).toEqual(['environments/live.ts', 'environments/test.ts']);
});

test('beyond fifty places, the message only counts', () => {
  const findings = Array.from({ length: 71 }, (_, index): Finding => {
    const file = `environments/a/tenants/t${100 + index}.json`;
    return { file, path: ['id'], message: 'is wrong', remedy: 'mend it', cause: 'x' };
  });
  const [merged, ...more] = mergeCauses(findings);
  expect(more).toEqual([]);
  expect(merged?.message).toMatch(
    /^is wrong; seen in 70 more places: environments.*t150\}\.json id; … \(20 not listed\)$/,
  );
});

test('a valid tree has no problems', () => {
  expect(loadEnvironments(writeFiles(render(validTree()))).problems).toEqual([]);
});
