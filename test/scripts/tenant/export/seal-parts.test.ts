import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { manifestKey, partKey } from '../../../../scripts/tenant/export/manifest';
import type { Part } from '../../../../scripts/tenant/export/read-tenant';
import { openParts, sealParts } from '../../../../scripts/tenant/export/seal-parts';
import { type MemoryStore, memoryStore } from '../../memory-store';

const of = {
  environment: 'dev',
  tenant: 'acme',
  account: 'cells-a',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Acme01',
  exportedAt: '2026-11-30T10:00:00.000Z',
};
const folder = 'exports/acme/1/eu-central-1';
const key = { plain: randomBytes(32), sealed: 'c2VhbGVk' };
const opening = async (sealed: string) => {
  expect(sealed).toBe(key.sealed);
  return key.plain;
};
const parts: Part[] = [
  { name: 'users-00001', items: [{ Username: 'ada@acme.example' }, { Username: 'grace@acme.example' }] },
  { name: 'mappings-00001', items: [{ user_id: { S: 'u1' } }] },
  { name: 'groups', items: [] },
];
async function* given(all: readonly Part[]): AsyncGenerator<Part> {
  yield* all;
}

async function sealed(all: readonly Part[] = parts) {
  const store = memoryStore();
  const { manifest } = await sealParts(store, folder, of, key, given(all));
  return { store, manifest };
}
async function opened({ store, manifest }: { store: MemoryStore; manifest: string }): Promise<Part[]> {
  const found: Part[] = [];
  for await (const part of openParts(store, folder, manifest, opening)) found.push(part);
  return found;
}
const change = (store: MemoryStore, at: string, by: (text: string) => string) => {
  const found = store.objects.get(at);
  store.objects.set(at, { text: by(found?.text ?? ''), etag: 'x' });
};

test('what was sealed can be opened again, whatever it is', async () => {
  const item = fc.oneof(fc.jsonValue(), fc.string());
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}-\d{5}$/), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(names, fc.array(item, { maxLength: 4 }), async (all, items) => {
      const plain = JSON.parse(JSON.stringify(items));
      const whole = all.map((name) => ({ name, items: plain }));
      expect(await opened(await sealed(whole))).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});

test('no personal data is readable in the bucket; the manifest says what no export can contain', async () => {
  const { store } = await sealed();
  for (const { text } of store.objects.values()) {
    expect(text).not.toMatch(/ada@|grace@|u1"/);
    expect(Buffer.from(text, 'base64').toString('latin1')).not.toMatch(/ada@|grace@/);
  }
  const manifest = JSON.parse(store.objects.get(manifestKey(folder))?.text ?? '');
  expect(manifest.missing.join()).toMatch(/passwords.*TOTP/);
  expect(manifest.parts.map(({ name, items }: Record<string, unknown>) => [name, items])).toEqual([
    ['users-00001', 2],
    ['mappings-00001', 1],
    ['groups', 0],
  ]);
});

const users = partKey(folder, 'users-00001');
const groups = partKey(folder, 'groups');
test.each<[string, (store: MemoryStore) => void, RegExp]>([
  ['a part that is gone', (store) => store.objects.delete(users), /users-00001.sealed is not there/],
  [
    'a part that has changed',
    (store) => change(store, users, (text) => `A${text.slice(1)}`),
    /is not what was written/,
  ],
  [
    'two parts that have changed places',
    (store) => {
      const [one, other] = [users, groups].map((at) => store.objects.get(at)?.text ?? '');
      change(store, users, () => other as string);
      change(store, groups, () => one as string);
    },
    /is not what was written/,
  ],
  [
    'a manifest without a part',
    (store) =>
      change(store, manifestKey(folder), (text) => {
        const manifest = JSON.parse(text);
        return JSON.stringify({ ...manifest, parts: manifest.parts.slice(1) });
      }),
    /is not the manifest that was written/,
  ],
  ['no manifest', (store) => store.objects.delete(manifestKey(folder)), /manifest.json is not there/],
])('%s is reported', async (_what, spoil, message) => {
  const whole = await sealed();
  spoil(whole.store);
  await expect(opened(whole)).rejects.toThrow(message);
});

test('an export never overwrites another', async () => {
  const { store } = await sealed();
  await expect(sealParts(store, folder, of, key, given(parts))).rejects.toThrow(/already exists/);
});

test('an export interrupted in the middle leaves no manifest, so it does not count as one', async () => {
  const store = memoryStore();
  async function* broken(): AsyncGenerator<Part> {
    yield* parts;
    throw new Error('Cognito is down');
  }
  await expect(sealParts(store, folder, of, key, broken())).rejects.toThrow('Cognito is down');
  expect(store.objects.has(manifestKey(folder))).toBe(false);
});
