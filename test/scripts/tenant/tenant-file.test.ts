import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editTenantFile, pickTenant, tenantFile } from '../../../scripts/tenant/tenant-file';
import { tempFolder } from '../temp';

const project = join(__dirname, '../../..');

/** A checkout of its own, whose files may be changed. */
function checkout(): string {
  const root = tempFolder();
  for (const part of ['environments', 'stacks/policies'])
    cpSync(join(project, part), join(root, part), { recursive: true });
  return root;
}

const acme = { environment: 'dev', tenant: 'acme' };
const textIn = (root: string) => readFileSync(join(root, tenantFile('dev', 'acme')), 'utf8');

test('one value changes, and nothing else of the file', () => {
  const root = checkout();
  const before = textIn(root);
  const { tenant } = editTenantFile(root, acme, ['status'], 'suspended');
  expect(tenant.status).toBe('suspended');
  expect(textIn(root)).toBe(before.replace('"active"', '"suspended"'));
  editTenantFile(root, acme, ['status'], 'active');
  expect(textIn(root)).toBe(before);
});

test('a value that configuration does not take leaves the file as it was, and is told', () => {
  const root = checkout();
  const before = textIn(root);
  expect(() => editTenantFile(root, acme, ['cells', 'eu-central-1'], 'cell-99')).toThrow(/no such cell/);
  expect(textIn(root)).toBe(before);
});

test('a tenant or an environment that is not there is refused, with what there is', () => {
  expect(() => pickTenant(project, 'dev', 'acmee')).toThrow(/there is no tenant acmee in dev/);
  expect(() => pickTenant(project, undefined, 'acme')).toThrow(/no environment given/);
});
