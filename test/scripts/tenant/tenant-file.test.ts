import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTombstone } from '../../../scripts/tenant/offboard/tombstone';
import {
  editTenantFile,
  pickTenant,
  removeTenantFiles,
  tenantFile,
} from '../../../scripts/tenant/tenant-file';
import { tempFolder } from '../temp';
import { checkout } from './checkout';

const project = join(__dirname, '../../..');

const acme = { environment: 'dev', tenant: 'acme' };
const textIn = (root: string) => readFileSync(join(root, tenantFile('dev', 'acme')), 'utf8');

test('one value changes, and nothing else in the file', () => {
  const root = checkout();
  const before = textIn(root);
  const { tenant } = editTenantFile(root, acme, ['status'], 'suspended');
  expect(tenant.status).toBe('suspended');
  expect(textIn(root)).toBe(before.replace('"active"', '"suspended"'));
  editTenantFile(root, acme, ['status'], 'active');
  expect(textIn(root)).toBe(before);
});

test('a value that configuration does not accept leaves the file unchanged, and is reported', () => {
  const root = checkout();
  const before = textIn(root);
  expect(() => editTenantFile(root, acme, ['cells', 'eu-central-1'], 'cell-99')).toThrow(/no such cell/);
  expect(textIn(root)).toBe(before);
});

test('a tenant or environment that does not exist is refused, with a list of those that do', () => {
  expect(() => pickTenant(project, 'dev', 'acmee')).toThrow(/there is no tenant acmee in dev/);
  expect(() => pickTenant(project, undefined, 'acme')).toThrow(/no environment given/);
});

test('one that has left is distinguished from one that never existed', () => {
  const root = checkout();
  removeTenantFiles(root, 'dev', 'acme');
  writeTombstone(root, 'dev', {
    id: 'acme',
    state: 'gone',
    exportedAt: '2026-08-30T10:00:00.000Z',
    keepUntil: '2026-11-30',
    exports: [
      { region: 'eu-central-1', account: 'cells-a', folder: 'exports/acme/1', manifest: 'a'.repeat(64) },
    ],
  });
  expect(() => pickTenant(root, 'dev', 'acme')).toThrow('acme has left dev');
});

test('for a removed tenant, its file and its policies go, and no one else’s', () => {
  const root = tempFolder();
  const tenants = join(root, 'environments/dev/tenants');
  for (const id of ['acme', 'acme-eu']) {
    mkdirSync(join(tenants, id), { recursive: true });
    writeFileSync(join(tenants, `${id}.json`), '{}');
    writeFileSync(join(tenants, id, 'own.cedar'), '');
  }
  removeTenantFiles(root, 'dev', 'acme');
  removeTenantFiles(root, 'dev', 'acme');
  expect(
    ['acme.json', 'acme', 'acme-eu.json', 'acme-eu/own.cedar'].map((path) => existsSync(join(tenants, path))),
  ).toEqual([false, false, true, true]);
});
