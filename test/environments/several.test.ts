import { loadEnvironments } from '../../environments/load';
import { formatProblems } from '../../environments/problems';
import { loadChanged, type Tree, writeFiles } from './fixture';

function nine({ environments, tenants, services, files }: Tree): void {
  // A wrong part of an environment hides neither its other mistakes nor those across files.
  environments.test.alarmTopic = 'arn:aws:sns:eu-central-1:111111111111:alarms';
  environments.test.regionz = [];
  environments.test.accounts.cells.id = '222222222222';
  environments.live.customer.mfa = 'OFF';
  tenants['test/acme'].status = 'gone';
  tenants['test/acme'].cells['eu-west-1'] = 'cell-02';
  services['test/billing'].rateLimit = '50';
  services['test/ledger'].scopes = ['payments/raed'];
  files['environments/live/tenants/acme.json'] = '{ "id": "acme" ';
}

test('mistakes of several kinds in several files are all reported at once, by file and place', () => {
  const { environments, problems } = loadChanged(nine);
  expect(problems.map(({ file, line, path }) => [file, line, path])).toEqual([
    ['environments/live.ts', undefined, 'customer.mfa'],
    ['environments/live/tenants/acme.json', 1, ''],
    ['environments/test.ts', undefined, 'accounts.cells.id'],
    ['environments/test.ts', undefined, 'alarmTopic'],
    ['environments/test.ts', undefined, 'regionz'],
    ['environments/test/services/billing.json', 11, 'rateLimit'],
    ['environments/test/services/ledger.json', 13, 'scopes[0]'],
    ['environments/test/tenants/acme.json', 5, 'status'],
    ['environments/test/tenants/acme.json', 8, 'cells["eu-west-1"]'],
  ]);
  expect(environments).toEqual([]);
});

test('the printed report has file, path, value, message and remedy of each', () => {
  const lines = formatProblems(loadChanged(nine).problems).split('\n');
  expect(lines).toHaveLength(9 * 3 + 1);
  expect(lines.slice(21, 24)).toEqual([
    'environments/test/tenants/acme.json:5:3 status = "gone"',
    '  is not one of the allowed values',
    '  remedy: use one of: "active", "suspended"',
  ]);
  expect(lines.at(-1)).toBe('9 problems in 6 files; nothing was changed');
});

test('the same tree under another root has the same problems', () => {
  const { problems } = loadChanged(nine);
  expect(loadChanged(nine).problems).toEqual(problems);
  expect(JSON.stringify(problems)).not.toContain('fleet-environments-');
});

test('a broken environment file causes no problems about its tenants, whose own mistakes are reported', () => {
  const { problems } = loadChanged((tree) => {
    tree.files['environments/test.ts'] = 'export default {';
    tree.tenants['test/acme'].status = 'gone';
  });
  expect(problems.map(({ file }) => file)).toEqual([
    'environments/test.ts',
    'environments/test/tenants/acme.json',
  ]);
});

test('a wrong key does not hide other mistakes', () => {
  const { problems } = loadChanged(({ environments }) => {
    environments.test.cells.blue = { account: 'cells', regions: ['eu-west-1'], ring: 'late', capacity: 1 };
  });
  expect(problems.map(({ path }) => path)).toEqual(['cells.blue', 'cells.blue.ring']);
});

test('no environment at all is a problem, too', () => {
  expect(loadEnvironments(writeFiles({ 'environments/.keep': '' })).problems).toHaveLength(1);
});
