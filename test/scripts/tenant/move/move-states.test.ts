import { backupKey, moveBetween } from '../../../../scripts/tenant/move/move-states';
import { type MemoryStore, memoryStore } from '../../memory-store';

const move = {
  region: 'eu-central-1',
  account: 'cells-a',
  from: 'cell-01',
  to: 'cell-02',
  source: 'dev-cells-a-eu-central-1-cell-01',
  target: 'dev-cells-a-eu-central-1-cell-02',
};
const keyOf = (cell: string) => `eu-central-1/${cell}/terraform.tfstate`;
const state = (serial: number, names: string[]) =>
  JSON.stringify({
    version: 4,
    serial,
    resources: names.map((name) => ({
      mode: 'managed',
      type: 't',
      name,
      instances: [{ attributes: { id: name } }],
    })),
  });
const before = { source: state(3, ['hook_function', 'acme_pool']), target: state(5, ['hook_function']) };

async function standing(): Promise<MemoryStore> {
  const store = memoryStore();
  await store.write(keyOf('cell-01'), before.source, undefined);
  await store.write(keyOf('cell-02'), before.target, undefined);
  return store;
}
const run = (store: MemoryStore) => moveBetween(store, 'r1', move, { tenant: 'acme', functions: [] });
const textsOf = ({ objects }: MemoryStore) =>
  Object.fromEntries([...objects].map(([key, { text }]) => [key, text]));

test('both states are backed up, the new one is written first, and the tenant is in only one of them at the end', async () => {
  const store = await standing();
  const written: string[] = [];
  store.beforeWrite = (key) => void written.push(key);
  expect(await run(store)).toEqual(['t.acme_pool']);
  expect(written).toEqual([
    'moves/r1/eu-central-1/cell-01.tfstate',
    'moves/r1/eu-central-1/cell-02.tfstate',
    keyOf('cell-02'),
    keyOf('cell-01'),
  ]);
  const texts = textsOf(store);
  expect(texts[backupKey('r1', move, 'cell-01')]).toBe(before.source);
  expect(texts[backupKey('r1', move, 'cell-02')]).toBe(before.target);
  expect(JSON.parse(texts[keyOf('cell-01')] as string).resources).toHaveLength(1);
  expect(JSON.parse(texts[keyOf('cell-02')] as string).resources).toHaveLength(2);
});

test('killed before or after each write and started again, it ends the same way, backups included', async () => {
  const whole = await standing();
  await run(whole);
  for (let at = 0; at < 4; at++)
    for (const written of [false, true]) {
      const store = await standing();
      const { write } = store;
      let count = 0;
      store.write = async (...given) => {
        const dies = count++ === at;
        if (dies && !written) throw new Error('killed');
        const etag = await write(...given);
        if (dies) throw new Error('killed');
        return etag;
      };
      await expect(run(store)).rejects.toThrow('killed');
      store.write = write;
      await run(store);
      expect(textsOf(store)).toEqual(textsOf(whole));
    }
});

test('a state that someone else has written meanwhile is not overwritten', async () => {
  const store = await standing();
  store.beforeWrite = (key) => {
    if (key === keyOf('cell-02'))
      store.objects.set(key, { text: state(6, ['hook_function']), etag: 'theirs' });
  };
  await expect(run(store)).rejects.toThrow(/somebody has written .*cell-02/);
  expect(textsOf(store)[keyOf('cell-01')]).toBe(before.source);
});

test('a stack that was never rolled out cannot receive a tenant', async () => {
  const store = await standing();
  store.objects.delete(keyOf('cell-02'));
  await expect(run(store)).rejects.toThrow(/cell-02 has no state/);
});
