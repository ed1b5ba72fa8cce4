import type { StackRecord } from '../../../scripts/applied/record';
import { thisRunner } from '../../../scripts/cli/runner';
import { type Holder, holdStack } from '../../../scripts/rollout/hold';
import { parseLock } from '../../../scripts/terraform/state-lock';
import { type MemoryStore, memoryStore } from '../memory-store';

const key = 'eu-central-1/cell-01/terraform.tfstate';
const lockAt = `${key}.tflock`;
const recordAt = 'eu-central-1/cell-01/record.json';

const holder = (run: string): Holder => ({
  stack: 'dev-x',
  key,
  run,
  runner: thisRunner(),
  lock: `lock of ${run}`,
  content: `content of ${run}`,
  since: '2026-11-29T10:00:00.000Z',
});
const hold = (store: MemoryStore, run: string, whyHeld: string | undefined = 'it is at work') =>
  holdStack(holder(run), {
    store,
    environment: 'dev',
    folder: 'its-work-folder',
    whyHeld: async () => whyHeld,
  });
const record = (store: MemoryStore): StackRecord => JSON.parse(store.objects.get(recordAt)?.text ?? 'null');
const applied = (run: string) =>
  ({ content: `content of ${run}`, run }) as NonNullable<StackRecord['applied']>;

test('the holder of a stack has its lock, as Terraform reads it, and its record; afterwards no one does', async () => {
  const store = memoryStore();
  const held = await hold(store, 'one');
  expect(parseLock(store.objects.get(lockAt)?.text ?? '')).toMatchObject({
    ID: 'lock of one',
    Operation: 'OperationTypeApply',
    Info: 'identity-fleet run one',
    Who: expect.stringContaining(`process ${process.pid}`),
    Path: `states/${key}`,
  });
  expect(record(store)).toMatchObject({ fence: 1, claim: { run: 'one', lock: 'lock of one' } });
  await held.ensureOurs();
  await held.done(applied('one'));
  expect([...store.objects.keys()]).toEqual([recordAt]);
  expect(record(store)).toEqual({ version: 1, stack: 'dev-x', fence: 1, applied: applied('one') });
  await hold(store, 'two');
  expect(record(store)).toMatchObject({ fence: 2, applied: { run: 'one' }, claim: { run: 'two' } });
});

test('a stack held by another is left as it is, and the error says who holds it and what to do', async () => {
  const store = memoryStore();
  await hold(store, 'one');
  const before = new Map(store.objects);
  await expect(hold(store, 'two')).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/dev-x is locked by .*lock of one\); it is left alone: it is at work/),
    remedy: expect.stringMatching(/force-unlock lock of one, then npx fleet rollout --env dev --resume one/),
  });
  expect(store.objects).toEqual(before);
});

test('a lock by a Terraform that is not ours is left alone, too', async () => {
  const store = memoryStore();
  await store.write(lockAt, JSON.stringify({ ID: 'foreign', Who: 'ada@laptop', Info: '' }), undefined);
  await expect(hold(store, 'two', 'it does not belong to a known rollout')).rejects.toMatchObject({
    message: expect.stringContaining('locked by ada@laptop'),
    remedy: expect.stringMatching(/terraform force-unlock foreign$/),
  });
  await store.write('other.tflock', '', undefined);
  expect(store.objects.get(lockAt)?.text).toContain('foreign');
});

test('a lock whose holder is proven to be gone is taken over immediately, and its run is marked to be looked into', async () => {
  const store = memoryStore();
  await hold(store, 'one');
  const held = await holdStack(holder('two'), {
    store,
    environment: 'dev',
    folder: '',
    whyHeld: async ({ ID }) => (ID === 'lock of one' ? undefined : 'another'),
  });
  expect([held.tookOver, held.brokenOff]).toEqual([true, ['one']]);
  expect(record(store)).toMatchObject({ fence: 2, claim: { run: 'two' }, brokenOff: ['one'] });
});

test('someone else replaces a dead lock first: the new lock is judged again', async () => {
  const store = memoryStore();
  await hold(store, 'one');
  let first = true;
  const held = holdStack(holder('two'), {
    store,
    environment: 'dev',
    folder: '',
    async whyHeld({ ID }) {
      if (ID !== 'lock of one') return `it is ${ID}`;
      if (first) {
        first = false;
        store.objects.set(lockAt, { text: JSON.stringify({ ID: 'quicker' }), etag: '"q"' });
      }
      return undefined;
    },
  });
  await expect(held).rejects.toThrow('it is quicker');
  expect(store.objects.get(lockAt)?.etag).toBe('"q"');
});

test('whoever has lost the lock or the record notices before anything is applied, and writes nothing', async () => {
  const store = memoryStore();
  const first = await hold(store, 'one');
  // Someone releases the lock by hand, and continues.
  store.objects.delete(lockAt);
  const second = await hold(store, 'two');
  expect(second.brokenOff).toEqual(['one']);
  await expect(first.ensureOurs()).rejects.toThrow('dev-x is no longer ours');
  await expect(first.done(applied('one'))).rejects.toThrow('no longer ours');
  await expect(first.giveUp(true)).rejects.toThrow('no longer ours');
  expect(parseLock(store.objects.get(lockAt)?.text ?? '').ID).toBe('lock of two');
  await second.ensureOurs();
  await second.done(applied('two'));
  expect(record(store)).toMatchObject({ fence: 2, applied: { run: 'two' } });
});

test('an attempt that applied something and failed is remembered until one succeeds', async () => {
  const store = memoryStore();
  await (await hold(store, 'one')).done(applied('one'));
  await (await hold(store, 'two')).giveUp(true);
  expect(record(store)).toMatchObject({ applied: { run: 'one' }, brokenOff: ['two'] });
  // An attempt that did not get that far changes nothing about that.
  const third = await hold(store, 'three');
  expect(third.brokenOff).toEqual(['two']);
  await third.giveUp(false);
  expect(record(store).brokenOff).toEqual(['two']);
  await (await hold(store, 'four')).giveUp(true);
  expect(record(store).brokenOff).toEqual(['two', 'four']);
  await (await hold(store, 'five')).done(applied('five'));
  expect(record(store)).not.toHaveProperty('brokenOff');
});

test('a record of a later version is not overwritten, and the lock is released', async () => {
  const store = memoryStore();
  const text = JSON.stringify({ version: 2 });
  await store.write(recordAt, text, undefined);
  await expect(hold(store, 'one')).rejects.toMatchObject({
    message: expect.stringContaining('another version of fleet'),
  });
  expect([...store.objects]).toEqual([[recordAt, expect.objectContaining({ text })]]);
});
