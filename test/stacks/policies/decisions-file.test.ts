import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyDir, storeContent } from '../../../stacks/policies/cedar';
import { checkDecisions } from '../../../stacks/policies/check-decisions';
import { requestOf } from '../../../stacks/policies/decide';
import { type Golden, goldenDecisions, parseDecisions } from '../../../stacks/policies/decisions';

const golden: Golden = {
  name: 'a viewer sees a payment',
  principal: { sub: 'ada', groups: ['viewers'] },
  action: 'viewPayment',
  resource: {
    type: 'Payment',
    id: 'payment-1',
    attributes: {
      tenant_id: 'acme',
      created_by: { __entity: { type: 'Payments::User', id: '{user_pool_id}|bob' } },
    },
  },
  context: { token: { client_id: 'web', tenant_id: 'acme' } },
  decision: 'ALLOW',
  by: ['viewers-view'],
};
const fileOf = (text: string) => ({ path: 'stacks/policies/tenant/decisions.json', text });
const written = (...decisions: unknown[]) => fileOf(JSON.stringify(decisions, null, 2));
const content = storeContent('tenant');

test.each<[string, string, { line: number; path: string; message: RegExp }]>([
  ['no JSON', '[\n  {,\n]', { line: 2, path: '', message: /not valid JSON/ }],
  ['nothing', '', { line: 1, path: '', message: /is empty/ }],
  ['no list', '{}', { line: 1, path: '', message: /wrong type/ }],
  [
    'an unknown key',
    written({ ...golden, effect: 'permit' }).text,
    { line: 34, path: '[0].effect', message: /unknown key/ },
  ],
  [
    'a key twice',
    written(golden).text.replace('"action"', '"name"'),
    { line: 10, path: '[0].name', message: /twice/ },
  ],
  [
    'a missing part',
    written({ ...golden, by: undefined }).text,
    { line: 2, path: '[0].by', message: /is missing/ },
  ],
  [
    'a decision that there is not',
    written({ ...golden, decision: 'PERMIT' }).text,
    { line: 30, path: '[0].decision', message: /not one of the allowed values/ },
  ],
  [
    'an unknown key of the principal',
    written({ ...golden, principal: { sub: 'ada', roles: [] } }).text,
    { line: 6, path: '[0].principal.roles', message: /unknown key/ },
  ],
  [
    'one name twice',
    written(golden, golden).text,
    { line: 36, path: '[1].name', message: /another decision/ },
  ],
  [
    'what no policy allows',
    written({ ...golden, by: [] }).text,
    { line: 31, path: '[0].by', message: /at least one determining policy/ },
  ],
])('a file with %s is reported with line, path and remedy', (_, text, { line, path, message }) => {
  const { decisions, problems } = parseDecisions(fileOf(text));
  expect(decisions).toEqual([]);
  expect(problems[0]).toMatchObject({
    file: 'stacks/policies/tenant/decisions.json',
    path,
    message: expect.stringMatching(message),
    remedy: expect.stringMatching(/\w/),
  });
  expect(problems[0]?.line ?? 1).toBe(line);
});

test.each<[string, Partial<Golden>, string, RegExp]>([
  ['another decision', { decision: 'DENY' }, '[0].decision', /say ALLOW, by viewers-view, not DENY/],
  ['other policies', { by: ['admins-do-everything'] }, '[0].by', /not ALLOW, by admins-do-everything/],
  ['an unknown action', { action: 'readPayment' }, '[0].name', /no action readPayment/],
  ['an action of every object', { action: 'constructor' }, '[0].name', /no action constructor/],
  [
    'a resource that the action does not apply to',
    { resource: { type: 'Tenant', id: 'acme', attributes: { tenant_id: 'acme' } } },
    '[0].name',
    /refuse to decide/,
  ],
  [
    'a resource without what it must have',
    { resource: { type: 'Payment', id: 'payment-1', attributes: {} } },
    '[0].name',
    /tenant_id/,
  ],
  ['a context that the schema does not know', { context: { amuont: 5 } }, '[0].name', /refuse to decide/],
])('a golden decision with %s is reported with its line', (_, changes, path, message) => {
  const problems = checkDecisions(
    content,
    written({ ...golden, name: 'right' }, golden, { ...golden, ...changes, name: 'wrong' }),
  );
  expect(problems).toMatchObject([
    { path: path.replace('[0]', '[2]'), line: expect.any(Number), message: expect.stringMatching(message) },
  ]);
});

test('a request names users and groups by the pool that is asked about', () => {
  expect(requestOf(content.schema, golden, 'eu-west-1_Real')).toEqual({
    principal: { type: 'Payments::User', id: 'eu-west-1_Real|ada' },
    action: { type: 'Payments::Action', id: 'viewPayment' },
    resource: { type: 'Payments::Payment', id: 'payment-1' },
    context: golden.context,
    entities: [
      {
        uid: { type: 'Payments::User', id: 'eu-west-1_Real|ada' },
        attrs: {},
        parents: [{ type: 'Payments::Group', id: 'eu-west-1_Real|viewers' }],
      },
      { uid: { type: 'Payments::Group', id: 'eu-west-1_Real|viewers' }, attrs: {}, parents: [] },
      {
        uid: { type: 'Payments::Payment', id: 'payment-1' },
        attrs: {
          tenant_id: 'acme',
          created_by: { __entity: { type: 'Payments::User', id: 'eu-west-1_Real|bob' } },
        },
        parents: [],
      },
    ],
  });
});

test('services ask as services', () => {
  const [first] = goldenDecisions(policyDir('service'));
  const { principal } = requestOf(storeContent('service').schema, first as Golden, 'pool');
  expect(principal.type).toBe('Payments::Service');
});

test('a folder without the file has no golden decisions; one with a wrong file throws with its line', () => {
  const dir = mkdtempSync(join(tmpdir(), 'policies-'));
  try {
    expect(goldenDecisions(dir)).toEqual([]);
    writeFileSync(join(dir, 'decisions.json'), '[\n{,]');
    expect(() => goldenDecisions(dir)).toThrow(/decisions\.json:2:2/);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
