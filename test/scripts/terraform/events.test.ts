import fc from 'fast-check';
import {
  changeOf,
  countChanges,
  describeApply,
  describePlan,
  operationCount,
} from '../../../scripts/terraform/changes';
import { formatErrors, lockInfo, parseEvent } from '../../../scripts/terraform/events';

test('known events keep their shape; everything else becomes a message, and nothing throws', () => {
  const planned = { type: 'planned_change', change: { resource: { addr: 'a.b' }, action: 'create' } };
  expect(parseEvent(JSON.stringify(planned))).toEqual(planned);
  expect(parseEvent('{"@message":"hello","type":"log"}')).toEqual({ type: 'other', message: 'hello' });
  expect(parseEvent('panic: oh no')).toEqual({ type: 'other', message: 'panic: oh no' });
  fc.assert(fc.property(fc.string(), (line) => typeof parseEvent(line).type === 'string'));
  fc.assert(fc.property(fc.json(), (line) => typeof parseEvent(line).type === 'string'));
});

const planned = (action: string) =>
  changeOf(
    parseEvent(JSON.stringify({ type: 'planned_change', change: { resource: { addr: 'x.y' }, action } })),
  );

test('changes are counted; reads and no-ops are not, and a replacement is two operations', () => {
  expect(planned('read')).toBeUndefined();
  expect(planned('noop')).toBeUndefined();
  const changes = ['create', 'create', 'replace', 'update', 'delete'].map((action) => ({
    address: 'x.y',
    action: action as 'create',
  }));
  const counts = countChanges(changes);
  expect(counts).toEqual({ create: 2, update: 1, replace: 1, delete: 1 });
  expect(operationCount(counts)).toBe(6);
  expect(describePlan(counts, true)).toBe('2 to create, 1 to update, 1 to replace, 1 to destroy');
  expect(describeApply(counts)).toBe('2 created, 1 updated, 1 replaced, 1 destroyed');
  expect(describePlan(countChanges([]), false)).toBe('no changes');
  expect(describePlan(countChanges([]), true)).toMatch('outputs');
  expect(describeApply(countChanges([]))).toMatch('outputs');
});

test('a resource that is imported and changed at once counts as both', () => {
  const change = { resource: { addr: 'x.y' }, action: 'update', importing: { id: '1' } };
  expect(changeOf(parseEvent(JSON.stringify({ type: 'planned_change', change })))).toEqual({
    address: 'x.y',
    action: 'update',
    imported: true,
  });
});

test('what a state only forgets is reported, but is not an operation', () => {
  expect(planned('remove')).toEqual({ address: 'x.y', action: 'forget' });
  const counts = countChanges([{ address: 'x.y', action: 'forget' }]);
  expect(operationCount(counts)).toBe(0);
  expect(describePlan(counts, true)).toBe('1 to forget, which stays');
});

const lockError = {
  severity: 'error' as const,
  summary: 'Error acquiring the state lock',
  detail: `Error message: operation error S3: PutObject, https response error StatusCode: 412
Lock Info:
  ID:        5b3f2a0e-0000-4000-8000-000000000000
  Path:      bucket/eu-central-1/data/terraform.tfstate
  Operation: OperationTypeApply
  Who:       ada@laptop
  Version:   1.11.4
  Created:   2026-11-24 10:00:00.000000000 +0000 UTC
  Info:      

Terraform acquires a state lock to protect the state`,
};

test('a lock error names who holds the lock', () => {
  expect(lockInfo(lockError)).toEqual({
    id: '5b3f2a0e-0000-4000-8000-000000000000',
    who: 'ada@laptop',
    operation: 'OperationTypeApply',
    created: '2026-11-24 10:00:00.000000000 +0000 UTC',
  });
  expect(lockInfo({ ...lockError, summary: 'Something else' })).toBeUndefined();
});

test('errors are reported with their address and detail; warnings are not', () => {
  const text = formatErrors([
    { severity: 'warning', summary: 'mind', detail: '' },
    { severity: 'error', summary: 'creating table', detail: 'no\n', address: 'aws_dynamodb_table.a' },
  ]);
  expect(text).toBe('creating table (aws_dynamodb_table.a)\nno');
});
