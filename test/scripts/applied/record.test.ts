import fc from 'fast-check';
import {
  isCurrent,
  parseRecord,
  recordKey,
  type StackRecord,
  unresolved,
} from '../../../scripts/applied/record';
import { thisRunner } from '../../../scripts/cli/runner';

const applied: NonNullable<StackRecord['applied']> = {
  content: 'c1',
  plan: null,
  state: { lineage: 'l', serial: 3, etag: '"e1"' },
  commit: null,
  tools: { terraform: 'terraform 1.11.4', provider: '5.100.0' },
  by: 'arn:aws:iam::101010101010:user/ada',
  at: '2026-11-29T10:00:00Z',
  run: 'dev-1',
};
const record: StackRecord = { version: 1, stack: 'dev-x', fence: 4, applied };
const claim = { run: 'dev-2', runner: thisRunner(), lock: 'id', content: 'c1', since: '' };
const now = { content: 'c1', etag: '"e1"' };

test('a record is beside its state', () => {
  expect(recordKey('eu-central-1/cell-01/terraform.tfstate')).toBe('eu-central-1/cell-01/record.json');
});

test('a stack is unchanged since its last apply only if content and state are, and nothing was interrupted', () => {
  expect(isCurrent(record, now)).toBe(true);
  expect(isCurrent(undefined, now)).toBe(false);
  expect(isCurrent({ version: 1, stack: 'dev-x', fence: 1 }, now)).toBe(false);
  expect(isCurrent(record, { ...now, content: 'c2' })).toBe(false);
  expect(isCurrent(record, { ...now, etag: '"e2"' })).toBe(false);
  expect(isCurrent(record, { ...now, etag: undefined })).toBe(false);
  expect(isCurrent({ ...record, claim }, now)).toBe(false);
  expect(isCurrent({ ...record, brokenOff: ['dev-0'] }, now)).toBe(false);
});

test('an interrupted run is remembered until it has been looked into, each run once', () => {
  expect(unresolved(undefined)).toEqual([]);
  expect(unresolved({ ...record, claim, brokenOff: ['dev-0', 'dev-2'] })).toEqual(['dev-0', 'dev-2']);
  expect(unresolved({ ...record, claim, brokenOff: ['dev-0'] })).toEqual(['dev-0', 'dev-2']);
});

test('what this version cannot read is not relied on', () => {
  expect(parseRecord(JSON.stringify(record))).toEqual(record);
  expect(parseRecord(JSON.stringify({ ...record, version: 2 }))).toBeUndefined();
  expect(parseRecord('')).toBeUndefined();
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(isCurrent(parseRecord(JSON.stringify(value)), now)).toBe(false);
    }),
  );
});
