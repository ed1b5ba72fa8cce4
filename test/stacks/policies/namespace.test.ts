import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundleAuthorizer } from '../../../functions/bundle';
import { contentOf, kindFolder, storeKinds } from '../../../stacks/policies/cedar';
import { checkPolicyFolder } from '../../../stacks/policies/check';
import { requestOf } from '../../../stacks/policies/decide';
import { parseDecisions } from '../../../stacks/policies/decisions';
import { policyProblems } from '../../../stacks/policies/fleet-problems';
import { namespaceIn } from '../../../stacks/policies/namespace';
import type { PolicyFolder } from '../../../stacks/policies/source';
import { writeFiles } from '../../environments/fixture';
import { policyFiles } from './policy-files';

// The namespace is the schemas' own name: a company outside payments renames it there and in its policies.

const renamed = (text: string) => text.replaceAll('Payments', 'Clinic');

test.each([
  ['namespace Payments {', 'Payments'],
  ['// namespace Old {\nnamespace A::B {', 'A::B'],
  ['  namespace  One{', 'One'],
  ['entity User;', ''],
])('%j declares %j', (schema, namespace) => {
  expect(namespaceIn(schema)).toBe(namespace);
});

test.each(storeKinds)(
  'policies of kind %s under another namespace are checked and asked under it',
  (kind) => {
    const folder = kindFolder(kind);
    const other: PolicyFolder = JSON.parse(renamed(JSON.stringify(folder)));
    expect(checkPolicyFolder(other)).toEqual([]);
    const [golden] = parseDecisions(folder.decisions as NonNullable<typeof folder.decisions>).decisions;
    const { action } = requestOf(contentOf(other).schema, golden as NonNullable<typeof golden>, 'pool');
    expect(action.type).toBe('Clinic::Action');
  },
);

test("a group without the pool's id matches nobody under another namespace either", () => {
  const folder: PolicyFolder = JSON.parse(renamed(JSON.stringify(kindFolder('tenant'))));
  const text = 'permit (principal in Clinic::Group::"admins", action, resource);';
  const policies = [{ name: 'bad', path: 'bad.cedar', text, template: false }];
  expect(checkPolicyFolder({ ...folder, policies })).toMatchObject([
    { file: 'bad.cedar', message: expect.stringContaining('matches nobody') },
  ]);
});

test('all kinds have one namespace: another one is reported in its schema', () => {
  const files = policyFiles();
  const same = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, renamed(text)]));
  expect(policyProblems([], writeFiles(same))).toEqual([]);
  const one = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, path.includes('/tenant/') ? renamed(text) : text]),
  );
  expect(policyProblems([], writeFiles(one))).toMatchObject([
    {
      file: 'stacks/policies/tenant/schema.cedarschema',
      remedy: expect.stringContaining('namespace Payments'),
    },
  ]);
});

test('the authorizer asks under the namespace that it was bundled with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'namespace-'));
  try {
    const { zipPath } = bundleAuthorizer(folder, 'dev', [], 'Clinic');
    const code = Buffer.from(unzipSync(readFileSync(zipPath))['index.js'] ?? []).toString();
    expect(code).toContain('"Clinic"');
    expect(code).not.toContain('Payments');
    expect(code).not.toContain('CEDAR_NAMESPACE');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
