import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../../environments/load';
import { readShared } from '../../../scripts/guard/files';
import { loadGuard } from '../../../scripts/guard/load';
import { guardProblems } from '../../../scripts/guard/problems';
import { render, validTree, writeFiles } from '../../environments/fixture';
import { approvalOf, root } from './models';

const shared = readShared(root);

/** Every file of the project's guard. */
const sharedFiles = Object.fromEntries(
  [shared.schema, ...shared.rules].map(({ path, text }) => [path, text] as const),
);

/** Problems of the guard of a project with these files beside an environment `test` and one `live`. */
function problemsWith(files: Record<string, string>) {
  const at = writeFiles({ ...render(validTree()), ...files });
  return guardProblems(loadEnvironments(at).guards, at);
}

const own = 'environments/test/guard/extra.cedar';
const rule = (condition: string, { effect = 'forbid', notes = '' } = {}) =>
  `@id("extra")\n@message("Because.")\n@proceed("Don't.")\n${notes}${effect} (principal, action, resource)\n${condition};\n`;

test('the project’s own rules have no problems, and no stray files', () => {
  expect(guardProblems(loadEnvironments(root).guards, root)).toEqual([]);
});

test('a project without shared rules uses the toolkit’s', () => {
  expect(problemsWith({})).toEqual([]);
  expect(problemsWith({ [own]: rule('when { resource.type == "aws_kms_key" }') })).toEqual([]);
});

const fits = 'when { resource.kind == "cell" }';

test.each<[string, string, number, string, string]>([
  ['no Cedar', 'forbid (', 1, 'unexpected', 'fix the syntax'],
  ['a permit', rule(fits, { effect: 'permit' }), 4, 'permits', 'write forbid'],
  ['two policies', `${rule(fits)}${rule(fits)}`, 1, 'holds 2 policies', 'one policy'],
  ['an unknown attribute', rule('when { resource.colour == "red" }'), 5, 'colour', 'agree with the schema'],
  ['an optional attribute without has', rule('when { resource.ring == "canary" }'), 5, 'ring', 'schema'],
  ['an unknown action', rule(fits).replace('action,', 'action == Guard::Action::"burn",'), 4, 'burn', ''],
  ['a condition that is never so', rule('when { false }'), 1, 'impossible', 'agree with the schema'],
  [
    'an unknown effect',
    rule('when { context.effects.contains("mfa-lowerd") }'),
    5,
    'not a value',
    '"mfa-lowered"',
  ],
  [
    'an unknown effect among others',
    rule('when { context.effects.containsAny(["mfa-lowered", "iam-grow"]) }'),
    5,
    'not a value of context.effects',
    'did you mean "iam-grows"',
  ],
  [
    'an unknown type',
    rule('when { resource.type == "aws_cognito_pool" }'),
    5,
    'not a value of resource.type',
    '',
  ],
  [
    'the type on the left',
    rule('when { "aws_s3_buckets" == resource.type }'),
    5,
    'not a value',
    '"aws_s3_bucket"',
  ],
  [
    'an unknown type in a list',
    rule('when { ["aws_kms_key", "aws_kms_keys"].contains(resource.type) }'),
    5,
    'not a value of resource.type',
    'did you mean "aws_kms_key"',
  ],
  ['an unknown kind', rule('when { resource.kind == "cel" }'), 5, 'not a value of resource.kind', '"cell"'],
  [
    'an unknown ring',
    rule('when { resource has ring && resource.ring == "late" }'),
    5,
    'resource.ring',
    'canary',
  ],
  ['an unknown section', rule('when { context.section != "drfit" }'), 5, 'context.section', '"drift"'],
  ['no message', rule(fits).replace(/@message.*\n/, ''), 1, 'has no @message', 'why this is dangerous'],
  ['an empty message', rule(fits).replace('Because.', ' '), 2, 'has no @message', 'why this is dangerous'],
  ['no way on', rule(fits).replace(/@proceed.*\n/, ''), 1, 'has no @proceed', 'how to proceed'],
  ['a way on in two lines', rule(fits).replace("Don't.", 'a\\nb'), 3, 'more than one line', 'one line'],
  ['an unknown annotation', rule(fits, { notes: '@procede("x")\n' }), 4, 'unknown annotation', '"proceed"'],
  ['another id than its name', rule(fits).replace('"extra"', '"other"'), 1, 'differs', '@id("extra")'],
])('%s', (_, text, line, message, remedy) => {
  expect(problemsWith({ [own]: text })).toContainEqual(
    expect.objectContaining({
      file: own,
      line,
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    }),
  );
});

test('no id', () => {
  expect(problemsWith({ [own]: rule(fits).replace(/@id.*\n/, '') })).toMatchObject([
    { file: own, message: 'has no @id', remedy: 'write @id("…"): its own name' },
  ]);
});

test('an id of the guard itself', () => {
  const file = own.replace('extra', 'guard-error');
  expect(problemsWith({ [file]: rule(fits).replace('"extra"', '"guard-error"') })).toMatchObject([
    { file, message: 'the guard itself uses this id' },
  ]);
});

test('an environment’s rule cannot replace a shared one', () => {
  const file = own.replace('extra', 'pool-lost');
  expect(problemsWith({ [file]: rule(fits).replace('"extra"', '"pool-lost"') })).toMatchObject([
    { file, message: expect.stringContaining('environments/guard/pool-lost.cedar') },
  ]);
});

test('mistakes in several files and environments are reported together', () => {
  const other = own.replace('test', 'live');
  const problems = problemsWith({
    [own]: rule('when { resource.kind == "x" }'),
    [other]: rule('when { false }'),
  });
  expect(new Set(problems.map(({ file }) => file))).toEqual(new Set([own, other]));
});

describe('shared rules of a project', () => {
  const without = (path: string) => {
    const { [path]: _, ...rest } = sharedFiles;
    return rest;
  };

  test('removing one leaves its effect uncovered', () => {
    expect(problemsWith(without('environments/guard/sign-up-opened.cedar'))).toMatchObject([
      {
        file: shared.schema.path,
        value: 'self-sign-up-opened',
        message: 'no shared rule covers this effect',
      },
    ]);
  });

  test('none at all', () => {
    const problems = problemsWith({ [shared.schema.path]: shared.schema.text });
    expect(problems.length).toBeGreaterThan(40);
  });

  test('no schema', () => {
    expect(problemsWith(without(shared.schema.path))).toContainEqual(
      expect.objectContaining({ file: shared.schema.path, message: 'there is no schema' }),
    );
  });

  test('a file that is not a rule', () => {
    expect(problemsWith({ ...sharedFiles, 'environments/guard/Notes.md': '' })).toMatchObject([
      { file: 'environments/guard/Notes.md', remedy: expect.stringContaining('"<id>.cedar"') },
    ]);
  });
});

describe('approvals', () => {
  const file = 'environments/test/approvals/a.json';
  const { approval } = approvalOf({ stack: 'test-cells-eu-central-1-cell-01' });
  const text = (given: object) =>
    JSON.stringify({ $schema: '../../approval.schema.json', ...approval, ...given }, null, 2);

  test('for a rule that does not exist', () => {
    expect(problemsWith({ [file]: text({ rule: 'pool-losst' }) })).toMatchObject([
      {
        file,
        line: 6,
        path: 'rule',
        value: 'pool-losst',
        message: 'the guard has no such rule',
        remedy: expect.stringContaining('did you mean "pool-lost"'),
      },
    ]);
  });

  test('for a rule of its own environment only', () => {
    const rules = { [own]: rule(fits) };
    expect(problemsWith({ ...rules, [file]: text({ rule: 'extra' }) })).toEqual([]);
    const elsewhere = file.replace('test', 'live');
    expect(problemsWith({ ...rules, [elsewhere]: text({ rule: 'extra', stack: 'live-a-b' }) })).toMatchObject(
      [{ file: elsewhere, message: 'the guard has no such rule' }],
    );
  });

  const rootWith = (files: Record<string, string>) => writeFiles({ ...render(validTree()), ...files });

  test('are loaded with the rules', () => {
    const guard = loadGuard(rootWith({ [own]: rule(fits), [file]: text({}) }), 'test');
    expect(guard.approvals).toMatchObject([{ file, approval }]);
    expect([...guard.rules.rules.keys()]).toContain('extra');
    expect([...guard.rules.rules.keys()]).toContain('pool-lost');
  });

  test.each<[string, Record<string, string>, string]>([
    ['a wrong approval', { [file]: text({ model: 'x' }) }, 'a.json:11:3 model'],
    ['an approval of another stack', { [file]: text({ stack: 'live-a-b' }) }, 'is not a stack of test'],
    ['a wrong rule', { [own]: rule('when { false }') }, 'extra.cedar'],
    ['a file that nothing reads', { 'environments/test/guard/extra.cedr': '' }, 'extra.cedr'],
  ])('nothing is loaded with %s', (_, files, told) => {
    expect(() => loadGuard(rootWith(files), 'test')).toThrow(told);
    expect(() => loadGuard(rootWith(files), 'live')).not.toThrow();
  });

  test('an unknown environment has no guard', () => {
    expect(() => loadGuard(rootWith({}), 'tset')).toThrow('no environment "tset"');
  });
});

test('validate.ts checks it', () => {
  const { InvalidConfiguration, validate } = jest.requireActual('../../../validate');
  const at = writeFiles({
    ...render(validTree()),
    ...Object.fromEntries(
      ['tenant', 'service', 'approval'].map((kind) => {
        const path = `environments/${kind}.schema.json`;
        return [path, readFileSync(join(root, path), 'utf8')];
      }),
    ),
    [own]: rule('when { false }'),
  });
  expect(() => validate(at)).toThrow(InvalidConfiguration);
  expect(() => validate(at)).toThrow('extra.cedar');
});
