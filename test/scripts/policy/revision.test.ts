import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from '../../../scripts/policy/files';
import { filesAt } from '../../../scripts/policy/revision';
import { storesOf } from '../../../scripts/policy/stores';
import { fileSubjects } from '../../../scripts/policy/subjects';
import { tempFolder } from '../temp';
import { commit, put, repository } from './git';
import { schemaText } from './payments';

const permit = 'permit (principal, action, resource);';

const tenant = {
  'stacks/policies/tenant/schema.cedarschema': schemaText(),
  'stacks/policies/tenant/a.cedar': permit,
};

test('a revision is read as it was, without touching the working tree', () => {
  const root = repository({
    ...tenant,
    'stacks/policies/cedar.ts': 'throw 1',
    'stacks/policies/tenant/notes.txt': 'x',
  });
  const first = commit(root);
  put(root, { 'stacks/policies/tenant/a.cedar': 'forbid (principal, action, resource);' });
  commit(root);
  put(root, { 'stacks/policies/tenant/b.cedar': permit });
  const { commit: found, files } = filesAt(root, 'HEAD~1');
  expect(found).toBe(first);
  expect([...files.keys()].sort()).toEqual(Object.keys(tenant).sort());
  expect(files.get('stacks/policies/tenant/a.cedar')).toBe(permit);
  expect(filesUnder(root).get('stacks/policies/tenant/a.cedar')).toMatch(/^forbid/);
  expect([...filesUnder(root).keys()]).toContain('stacks/policies/tenant/b.cedar');
});

test('a project inside a larger repository is found there, and non-ASCII text arrives intact', () => {
  const root = repository({});
  put(join(root, 'tools/fleet'), {
    ...tenant,
    'stacks/policies/tenant/ä ö.cedar': `// Größe – 支払い\n${permit}`,
  });
  commit(root);
  const { files } = filesAt(join(root, 'tools/fleet'), 'HEAD');
  expect(files.get('stacks/policies/tenant/ä ö.cedar')).toBe(`// Größe – 支払い\n${permit}`);
});

test('carriage returns make no difference, neither in a revision nor in the working tree', () => {
  const text = `// one\n${permit}\n`;
  const root = repository({ ...tenant, 'stacks/policies/tenant/b.cedar': text.replaceAll('\n', '\r\n') });
  commit(root);
  const path = 'stacks/policies/tenant/b.cedar';
  expect([filesAt(root, 'HEAD').files.get(path), filesUnder(root).get(path)]).toEqual([text, text]);
});

test('a revision with text in another encoding is a usage error with its file', () => {
  const root = repository(tenant);
  writeFileSync(join(root, 'stacks/policies/tenant/b.cedar'), Buffer.from('// café', 'latin1'));
  commit(root);
  expect(() => filesAt(root, 'HEAD')).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/^HEAD \([0-9a-f]{12}\):\nstacks\/policies\/tenant\/b\.cedar\n.*UTF-8/),
      exitCode: 2,
    }),
  );
});

test('a symbolic link is not followed', () => {
  const root = repository(tenant);
  symlinkSync('/etc/hostname', join(root, 'stacks/policies/tenant/link.cedar'));
  commit(root);
  expect([...filesAt(root, 'HEAD').files.keys()].some((path) => path.includes('link'))).toBe(false);
});

test.each([
  ['an unknown revision', 'nowhere', /no revision "nowhere"/],
  ['an option in its place', '--upload-pack=x', /no revision/],
  ['a tree', 'HEAD^{tree}', /no revision/],
])('%s is a usage error', (_, revision, message) => {
  const root = repository(tenant);
  commit(root);
  expect(() => filesAt(root, revision)).toThrow(
    expect.objectContaining({ message: expect.stringMatching(message), exitCode: 2 }),
  );
});

test('a revision without policies is a usage error, and so is a folder outside git', () => {
  const root = repository({ 'README.md': 'x' });
  commit(root);
  expect(() => filesAt(root, 'HEAD')).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/no folder stacks\/policies at HEAD/),
      exitCode: 2,
    }),
  );
  expect(() => filesAt(tempFolder(), 'HEAD')).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/not a git checkout/), exitCode: 2 }),
  );
});

const from = (files: Record<string, string>) => storesOf(new Map(Object.entries(files)), 'here');
const namesOf = (policies: readonly { name: string }[] | undefined) => policies?.map(({ name }) => name);

test('the folder "machine" of older revisions is the kind "service"', () => {
  const { kinds } = from({
    'stacks/policies/machine/schema.cedarschema': schemaText(),
    'stacks/policies/machine/a.cedar': permit,
  });
  expect([...kinds.keys()]).toEqual(['service']);
});

test('overlays are compared with what their owner had before: its own, or only those of the kind', () => {
  const own = { 'environments/dev/tenants/acme/own.cedar': permit };
  const [kind, acme, ...more] = fileSubjects(from(tenant), from({ ...tenant, ...own }));
  expect(kind?.name).toBe('tenant');
  expect(acme?.name).toBe('dev: tenant acme');
  expect(namesOf(acme?.before?.content.policies)).toEqual(['a']);
  expect(namesOf(acme?.after?.content.policies)).toEqual(['a', 'own']);
  expect(more).toEqual([]);
  expect(fileSubjects(from(tenant), from({ ...tenant, ...own }), 'prod')).toHaveLength(1);
});

test('golden decisions that cannot be read are left out, and reported', () => {
  const { kinds, warnings } = from({ ...tenant, 'stacks/policies/tenant/decisions.json': '[{"name": 1}]' });
  expect(kinds.get('tenant')?.golden).toEqual([]);
  expect(warnings).toEqual([expect.stringMatching(/here: left out:[\s\S]*decisions\.json/)]);
});

test('a schema that does not parse is a usage error with its file', () => {
  expect(() => from({ ...tenant, 'stacks/policies/tenant/schema.cedarschema': 'entity' })).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/tenant\/schema\.cedarschema/), exitCode: 2 }),
  );
});
