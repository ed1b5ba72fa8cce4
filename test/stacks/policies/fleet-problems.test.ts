import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyOverlay } from '../../../environments/schema';
import { kindFolder, policyDir, storeKinds } from '../../../stacks/policies/cedar';
import { policyProblems } from '../../../stacks/policies/fleet-problems';

const folder = 'environments/test/tenants/acme';
const overlays = (files: Record<string, string>): PolicyOverlay => ({
  of: 'tenant',
  id: 'acme',
  policies: Object.entries(files).map(([file, text]) => ({ path: `${folder}/${file}`, text })),
});

const template = 'permit (principal == ?principal, action, resource);';
const templates = (count: number) =>
  overlays(
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`t${index + 10}.template.cedar`, template]),
    ),
  );

test('mistakes of several tenants and services are reported together, each with its file', () => {
  const files = { 'open.cedar': 'permit (principal, action, resource' };
  const service: PolicyOverlay = {
    of: 'service',
    id: 'billing',
    policies: [{ path: 'environments/test/services/billing/open.cedar', text: 'permit' }],
  };
  expect(policyProblems([overlays(files), service]).map(({ file }) => file)).toEqual([
    `${folder}/open.cedar`,
    'environments/test/services/billing/open.cedar',
  ]);
});

test('a policy of more than 10 kB is refused beside a tenant, too', () => {
  const text = `// ${'x'.repeat(10_000)}\npermit (principal, action, resource == Payments::Tenant::"a");`;
  expect(policyProblems([overlays({ 'long.cedar': text })])).toMatchObject([
    { file: `${folder}/long.cedar`, message: expect.stringMatching(/bytes/), remedy: expect.any(String) },
  ]);
});

test('a store may have 40 templates, including those of its kind', () => {
  const room = 40 - kindFolder('tenant').policies.filter((file) => file.template).length;
  expect(room).toBeLessThan(40);
  expect(policyProblems([templates(room)])).toEqual([]);
  expect(policyProblems([templates(room + 2)])).toMatchObject([
    {
      file: `${folder}/t${room + 10}.template.cedar`,
      message: 'its store would have 42 templates; Verified Permissions allows 40',
      remedy: 'remove templates, or merge some',
    },
  ]);
});

/** A project with its own policies, one file of which is changed. */
function changedKind(file: string, from: string, to: string): string {
  const root = mkdtempSync(join(tmpdir(), 'policies-'));
  roots.push(root);
  for (const kind of storeKinds)
    cpSync(policyDir(kind), join(root, 'stacks/policies', kind), { recursive: true });
  const path = join(root, 'stacks/policies', file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  return root;
}
const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

// Mistakes in the kind are reported there, and not again for each tenant with overlays.
test.each([
  ['a schema that does not parse', 'tenant/schema.cedarschema', 'namespace', 'namespase'],
  ['a golden decision that the kind does not make', 'tenant/decisions.json', '"ALLOW"', '"DENY"'],
])('%s is one problem, whoever adds to the kind', (_, file, from, to) => {
  const open = overlays({ 'share.template.cedar': template });
  const other: PolicyOverlay = { ...open, id: 'globex' };
  expect(policyProblems([open, other], changedKind(file, from, to))).toMatchObject([
    { file: `stacks/policies/${file}` },
  ]);
});

test("an overlay's own mistake is reported beside those of the kind", () => {
  const broken = overlays({ 'open.cedar': 'permit (principal, action' });
  const root = changedKind('tenant/decisions.json', '"ALLOW"', '"DENY"');
  expect(policyProblems([broken], root).map(({ file }) => file)).toEqual([
    'stacks/policies/tenant/decisions.json',
    `${folder}/open.cedar`,
  ]);
});
