import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tombstone } from '../../../../environments/schema';
import {
  readTombstone,
  removeTenantFiles,
  tombstoneFile,
  writeTombstone,
} from '../../../../scripts/tenant/offboard/tombstone';
import { tempFolder } from '../../temp';

const tombstone: Tombstone = {
  id: 'acme',
  state: 'leaving',
  exportedAt: '2026-08-30T10:00:00.000Z',
  keepUntil: '2026-11-30',
  exports: [
    {
      region: 'eu-central-1',
      account: 'cells-a',
      folder: 'exports/acme/1/eu-central-1',
      manifest: 'a'.repeat(64),
    },
  ],
};

test('a tombstone is read as it was written; where there is none, nothing', () => {
  const root = tempFolder();
  expect(readTombstone(root, 'dev', 'acme')).toBeUndefined();
  writeTombstone(root, 'dev', tombstone);
  expect(readTombstone(root, 'dev', 'acme')).toMatchObject(tombstone);
});

test('one that somebody has spoilt is refused, and not taken for none', () => {
  const root = tempFolder();
  writeTombstone(root, 'dev', tombstone);
  writeFileSync(join(root, tombstoneFile('dev', 'acme')), '{"id":"acme"}');
  expect(() => readTombstone(root, 'dev', 'acme')).toThrow(/is not as it has to be/);
});

test('of a tenant that goes, its file and its policies go, and nobody else', () => {
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
