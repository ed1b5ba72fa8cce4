import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../../scripts/applied/content-hash';
import { keepContent, keptContent, writeContent } from '../../../scripts/applied/kept-content';
import { memoryStore } from '../memory-store';
import { tempFolder } from '../temp';

const key = 'eu-central-1/cell-01/terraform.tfstate';
const zip = Buffer.from([0, 255, 80, 75, 3, 4]);

/** A stack's folder, with a function, that differs by one word. */
function synthesized(word: string) {
  const folder = tempFolder();
  mkdirSync(join(folder, 'assets/hook'), { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify({ locals: { word } }));
  writeFileSync(join(folder, 'assets/hook/hook.zip'), zip);
  return { stack: 'dev-x', folder, content: contentHash(folder, {}) };
}

test('what was applied last, and before that, can be restored to the byte, but nothing older', async () => {
  const store = memoryStore();
  const [first, second, third] = ['a', 'b', 'c'].map(synthesized) as [
    ReturnType<typeof synthesized>,
    ReturnType<typeof synthesized>,
    ReturnType<typeof synthesized>,
  ];
  await keepContent(store, key, first);
  await keepContent(store, key, second);
  for (const one of [first, second]) {
    const kept = await keptContent(store, key, one.content);
    const folder = tempFolder();
    writeContent(kept as NonNullable<typeof kept>, folder);
    expect(contentHash(folder, {})).toBe(one.content);
    expect(readFileSync(join(folder, 'assets/hook/hook.zip'))).toEqual(zip);
  }
  await keepContent(store, key, third);
  expect(await keptContent(store, key, first.content)).toBeUndefined();
  expect(await keptContent(store, key, second.content)).toMatchObject({ content: second.content });
});

test('applying the same again drops nothing, and going back keeps both', async () => {
  const store = memoryStore();
  const [first, second] = [synthesized('a'), synthesized('b')];
  for (const one of [first, second, second, first, first]) await keepContent(store, key, one);
  for (const one of [first, second]) expect(await keptContent(store, key, one.content)).toBeDefined();
});

test('what another version wrote is not taken for content', async () => {
  const store = memoryStore();
  const one = synthesized('a');
  for (const text of ['{', '{"version":2}', 'null']) {
    store.objects.set('eu-central-1/cell-01/content.json', { text, etag: `"${text}"` });
    expect(await keptContent(store, key, one.content)).toBeUndefined();
    await keepContent(store, key, one);
    expect(await keptContent(store, key, one.content)).toBeDefined();
  }
});
