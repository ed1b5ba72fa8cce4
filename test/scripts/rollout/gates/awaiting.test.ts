import { parseRecord } from '../../../../scripts/applied/record';
import { passGate } from '../../../../scripts/rollout/gates/awaiting';
import { memoryStore } from '../../memory-store';

const stack = { account: 'a', region: 'eu-central-1', stack: 'cell-01' };
const at = 'eu-central-1/cell-01/record.json';
const applied = { content: 'c', run: 'r', awaitsGate: true };

/** A bucket with a record, or with something else in its place. */
function bucketWith(record: object | undefined) {
  const store = memoryStore();
  if (record) store.objects.set(at, { text: JSON.stringify(record), etag: '"1"' });
  return {
    store,
    stores: { of: async () => store },
    now: () => parseRecord(store.objects.get(at)?.text ?? ''),
  };
}

test('a stack that has passed no longer awaits a gate, and the rest of its record stays', async () => {
  const { stores, now } = bucketWith({ version: 1, stack: 'x', fence: 3, brokenOff: ['r'], applied });
  await passGate(stores, [stack]);
  expect(now()).toEqual({
    version: 1,
    stack: 'x',
    fence: 3,
    brokenOff: ['r'],
    applied: { content: 'c', run: 'r' },
  });
});

test('another run that has continued in the meantime has its own gate', async () => {
  const { store, stores, now } = bucketWith({ version: 1, stack: 'x', fence: 3, applied });
  const theirs = { version: 1, stack: 'x', fence: 4, applied: { ...applied, content: 'd' } };
  store.beforeWrite = () => store.objects.set(at, { text: JSON.stringify(theirs), etag: '"2"' });
  await passGate(stores, [stack]);
  expect(now()).toEqual(theirs);
});

test.each([
  ['no record', undefined],
  ['a record that waits for nothing', { version: 1, stack: 'x', fence: 1, applied: { content: 'c' } }],
  ["a later version's record", { version: 2 }],
])('%s is left as it is', async (_, record) => {
  const { store, stores } = bucketWith(record);
  const before = store.objects.get(at);
  await passGate(stores, [stack]);
  expect(store.objects.get(at)).toEqual(before);
});
