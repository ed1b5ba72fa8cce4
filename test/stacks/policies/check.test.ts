import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicies, storeKinds, withPool } from '../../../stacks/policies/cedar';
import { checkPolicyFolder } from '../../../stacks/policies/check';
import { checkKind } from '../../../stacks/policies/check-kind';
import { readPolicyFolder } from '../../../stacks/policies/source';

const schema = `namespace Payments {
  entity Group;
  entity User in [Group];
  entity Payment { amount: Long };
  action viewPayment appliesTo { principal: User, resource: Payment };
}`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'policies-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Problems of a folder with these files, each with the file's own name only. */
function problemsOf(files: Record<string, string>) {
  for (const [name, text] of Object.entries({ 'schema.cedarschema': schema, ...files }))
    writeFileSync(join(dir, name), text);
  const problems = checkPolicyFolder(readPolicyFolder(dir));
  return problems.map(({ file, ...problem }) => ({ ...problem, file: file.split('/').at(-1) }));
}

const permit = 'permit (principal, action, resource)';

test.each(storeKinds)('the %s policies have no problem', (kind) => {
  expect(checkKind(kind)).toEqual([]);
});

test.each([
  [
    'a syntax error',
    'permit (principal, action, resource)\nwhen { resource.amount = 1 };',
    2,
    /valid operator/,
  ],
  ['an unknown attribute', `// Beträge\n${permit}\nwhen {\n  resource.amuont == 1 };`, 4, /amuont/],
  [
    'an unknown action',
    'permit (principal,\n action == Payments::Action::"viewPayments", resource);',
    2,
    /viewPayments/,
  ],
  ['a wrong type', `${permit}\nwhen { resource.amount == "1" };`, 2, /types/],
  ['a policy that can never apply', `${permit}\nwhen { principal in resource };`, 1, /impossible/],
  ['a second policy', `${permit};\n${permit};`, 1, /2 policies/],
  ['a template in a policy’s file', 'permit (principal == ?principal, action, resource);', 1, /1 templates/],
  [
    'a group without its pool',
    `permit (\n principal in Payments::Group::"admins", action, resource);`,
    2,
    /matches nobody/,
  ],
  ['a policy beyond the limit', `// ${'x'.repeat(10_000)}\n${permit};`, 1, /bytes/],
])('%s is reported with file and line', (_, text, line, message) => {
  const problems = problemsOf({ 'bad.cedar': text, 'good.cedar': `${permit};` });
  const [problem] = problems;
  expect(problem).toMatchObject({ file: 'bad.cedar', line, message: expect.stringMatching(message) });
  expect(problem?.remedy).not.toBe('');
  expect(problems.filter(({ file }) => file !== 'bad.cedar')).toEqual([]);
});

test('the column counts characters, not bytes', () => {
  expect(
    problemsOf({
      'bad.cedar': 'permit (principal, action, resource) when { "é" == "é" && resource.x == 1 };',
    }),
  ).toMatchObject([{ line: 1, column: 59 }]);
});

test('mistakes in several files are reported together', () => {
  expect(
    problemsOf({ 'a.cedar': 'permit (', 'b.cedar': `${permit} when { resource.x };` }).map(
      ({ file }) => file,
    ),
  ).toEqual(['a.cedar', 'b.cedar']);
});

test('a wrong schema is reported alone, with its line', () => {
  expect(
    problemsOf({
      'schema.cedarschema': 'namespace Payments {\n  entity User in [Grop];\n}',
      'a.cedar': 'permit (',
    }),
  ).toMatchObject([{ file: 'schema.cedarschema', line: 2, message: expect.stringContaining('Grop') }]);
});

test.each([
  ['no schema', ''],
  ['two namespaces', `${schema}\nnamespace Other { entity Thing; }`],
])('%s is a problem', (_, text) => {
  expect(problemsOf({ 'schema.cedarschema': text })).toMatchObject([{ file: 'schema.cedarschema' }]);
});

test('a misspelt file name is a problem, not one policy less', () => {
  expect(problemsOf({ 'isolation.cedr': `${permit};` })).toMatchObject([{ file: 'isolation.cedr' }]);
});

test('loading refuses a folder with problems, and names file and line', () => {
  problemsOf({ 'bad.cedar': `${permit}\nwhen { resource.x == 1 };` });
  expect(() => loadPolicies(dir)).toThrow(/bad\.cedar:2:8/);
});

test("Terraform finds no references in a policy but the pool's id", () => {
  const text = `permit (principal in Payments::Group::"{user_pool_id}|a", action, resource) when { "\${x}" != "%{y}" };\n`;
  const file = { name: 'p', path: 'p.cedar', text, template: false };
  expect(withPool(file, '<id>')).toBe(
    `permit (principal in Payments::Group::"<id>|a", action, resource) when { "$\${x}" != "%%{y}" };`,
  );
});
