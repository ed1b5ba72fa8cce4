import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tombstone } from '../../../../environments/schema';
import {
  leavingOf,
  leavingText,
  readTombstone,
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

test('a tombstone is read as it was written; if there is none, nothing is', () => {
  const root = tempFolder();
  expect(readTombstone(root, 'dev', 'acme')).toBeUndefined();
  writeTombstone(root, 'dev', tombstone);
  expect(readTombstone(root, 'dev', 'acme')).toMatchObject(tombstone);
});

test('a corrupt one is refused, not treated as absent', () => {
  const root = tempFolder();
  writeTombstone(root, 'dev', tombstone);
  writeFileSync(join(root, tombstoneFile('dev', 'acme')), '{"id":"acme"}');
  expect(() => readTombstone(root, 'dev', 'acme')).toThrow(/is not as it has to be/);
});

test('a leaving tenant is kept until its date, and under a hold whatever the date', () => {
  const root = tempFolder();
  expect(leavingOf(root, 'dev', 'acme')).toBeNull();
  writeTombstone(root, 'dev', tombstone);
  const leaving = leavingOf(root, 'dev', 'acme');
  expect(leaving).toEqual({ keepUntil: '2026-11-30', hold: null });
  expect(leaving && leavingText(leaving)).toBe('leaving, kept until 2026-11-30');
  const hold = 'case 4711, asked for by legal';
  writeTombstone(root, 'dev', { ...tombstone, hold });
  expect(leavingOf(root, 'dev', 'acme')).toEqual({ keepUntil: '2026-11-30', hold });
  expect(leavingText({ keepUntil: '2026-11-30', hold })).toBe(
    'leaving, kept until 2026-11-30, under a legal hold',
  );
});
