import fc from 'fast-check';
import { lookOf } from '../../environments/loading/look-alike';
import { withTenantIds } from '../../environments/loading/tenant-ids';
import { loadChanged, type Tree, tenant } from './fixture';

const register = 'environments/test/tenant-ids.txt';
const tombstoneOf = (id: string) => `environments/test/tombstones/${id}.json`;
const tombstone = (id: string, given: Record<string, unknown> = {}) =>
  JSON.stringify({
    $schema: '../../tombstone.schema.json',
    id,
    state: 'gone',
    exportedAt: '2026-08-30T10:00:00.000Z',
    keepUntil: '2026-11-30',
    goneAt: '2026-11-30T10:00:00.000Z',
    exports: [
      {
        region: 'eu-central-1',
        account: 'cells',
        folder: `exports/${id}/2026-08-30/eu-central-1`,
        manifest: 'a'.repeat(64),
      },
    ],
    ...given,
  });
const problemsOf = (change: (tree: Tree) => void) =>
  loadChanged((tree) => {
    tree.files[register] = withTenantIds('', ['acme', 'globex']);
    change(tree);
  }).problems.map(({ file, line, message }) => `${file}${line ? `:${line}` : ''} ${message}`);

test('a file that disappears is reported at its line in the register', () => {
  expect(problemsOf(() => {})).toEqual([]);
  expect(problemsOf((tree) => delete tree.tenants['test/globex'])).toEqual([
    `${register}:3 the tenant globex is missing: it has no file environments/test/tenants/globex.json, and has not left`,
  ]);
});

test('a tenant that has left has a tombstone instead', () => {
  const left = (tree: Tree) => {
    delete tree.tenants['test/globex'];
    tree.files[tombstoneOf('globex')] = tombstone('globex');
  };
  expect(problemsOf(left)).toEqual([]);
});

test('a tenant that is leaving still exists, and is suspended', () => {
  const leaving = (change: (tree: Tree) => void) =>
    problemsOf((tree) => {
      tree.files[tombstoneOf('globex')] = tombstone('globex', { state: 'leaving' });
      tree.tenants['test/globex'].status = 'suspended';
      change(tree);
    });
  expect(leaving(() => {})).toEqual([]);
  expect(
    leaving((tree) => {
      tree.tenants['test/globex'].status = 'active';
    }),
  ).toEqual([expect.stringMatching(/globex.json:\d+ the tenant is leaving .* so it must be suspended/)]);
  expect(leaving((tree) => delete tree.tenants['test/globex'])).toEqual([
    expect.stringMatching(/tombstones\/globex.json.* the tenant globex is missing/),
  ]);
});

test.each([
  ['initech', 'initech', 'initech has left'],
  ['initech', 'lnitech', 'lnitech looks like initech, which has left'],
  ['modern', 'modem', 'modem looks like modern, which has left'],
])('%s has left, and no new tenant may be called %s', (former, id, message) => {
  const problems = problemsOf((tree) => {
    tree.files[tombstoneOf(former)] = tombstone(former);
    tree.files[register] = withTenantIds('', ['acme', 'globex', former, id]);
    tree.tenants[`test/${id}`] = tenant('test', id);
  });
  expect(problems).toEqual([expect.stringContaining(message)]);
});

test('an id missing from the register, a misnamed tombstone and an unreadable one are reported', () => {
  expect(
    problemsOf((tree) => {
      tree.tenants['test/initech'] = tenant('test', 'initech');
    }),
  ).toEqual([expect.stringContaining(`the id is not in ${register}`)]);
  const named = problemsOf((tree) => {
    tree.files[register] = withTenantIds('', ['acme', 'globex', 'initech']);
    tree.files[tombstoneOf('initech')] = tombstone('hooli');
  });
  expect(named).toEqual([expect.stringContaining('the file is named "initech.json"')]);
  const short = problemsOf((tree) => {
    tree.files[register] = withTenantIds('', ['acme', 'globex', 'initech']);
    tree.files[tombstoneOf('initech')] = tombstone('initech', { hold: 'because' });
  });
  expect(short).toHaveLength(1);
});

test('without a register, as in a fleet that has none yet, no tenant is missing', () => {
  const { problems } = loadChanged((tree) => delete tree.tenants['test/globex']);
  expect(problems).toEqual([]);
});

test('the register only grows, whatever the order of ids, and keeps its comments', () => {
  const ids = fc.array(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/));
  fc.assert(
    fc.property(ids, ids, (first, second) => {
      const text = withTenantIds(withTenantIds('', first), second);
      const lines = text.trim().split('\n');
      expect(lines[0]).toMatch(/^# /);
      expect(lines.slice(1)).toEqual([...new Set([...first, ...second])].sort());
      expect(withTenantIds(text, first)).toBe(text);
    }),
  );
});

test('ids look alike in both directions, and in any case', () => {
  expect(lookOf('rnicro-1td')).toBe(lookOf('Micro-ltd'));
  expect(lookOf('acme')).not.toBe(lookOf('acne'));
});
