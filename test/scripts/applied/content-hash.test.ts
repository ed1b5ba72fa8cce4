import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { contentHash } from '../../../scripts/applied/content-hash';
import { tempFolder } from '../temp';

const configuration = (variable: object, resource: object = {}) => JSON.stringify({ variable, resource });

/** A synthesized stack with one function's zip. */
function stack(text = configuration({ role_arn: {} })): string {
  const folder = tempFolder();
  mkdirSync(join(folder, 'assets', 'hook'), { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), text);
  writeFileSync(join(folder, 'assets', 'hook', 'archive.zip'), Buffer.from([1, 2, 3]));
  return folder;
}

test('the same files give the same hash wherever they are', () => {
  const [one, other] = [stack(), join(tempFolder(), 'elsewhere')];
  cpSync(one, other, { recursive: true });
  expect(contentHash(other, {})).toBe(contentHash(one, {}));
});

test.each<[string, (folder: string) => void]>([
  ['a byte of a zip', (f) => writeFileSync(join(f, 'assets/hook/archive.zip'), Buffer.from([1, 2, 4]))],
  ['a name', (f) => renameSync(join(f, 'assets/hook/archive.zip'), join(f, 'assets/hook/other.zip'))],
  ['one file more', (f) => writeFileSync(join(f, 'more.tf.json'), '{}')],
  ['one file less', (f) => rmSync(join(f, 'assets'), { recursive: true })],
])('%s is a change', (_, change) => {
  const folder = stack();
  const before = contentHash(folder, {});
  change(folder);
  expect(contentHash(folder, {})).not.toBe(before);
});

test('any other configuration is a change', () => {
  const resources = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 });
  fc.assert(
    fc.property(resources, resources, (before, after) => {
      const hashes = [before, after].map((resource) => contentHash(stack(configuration({}, resource)), {}));
      expect(hashes[0] === hashes[1]).toBe(JSON.stringify(before) === JSON.stringify(after));
    }),
    { numRuns: 50 },
  );
});

test('a variable that Terraform takes from the environment is part of it, others are not', () => {
  const folder = stack();
  const bare = contentHash(folder, {});
  expect(contentHash(folder, { TF_VAR_role_arn: 'x' })).not.toBe(bare);
  expect(contentHash(folder, { TF_VAR_role_arn: 'x' })).not.toBe(
    contentHash(folder, { TF_VAR_role_arn: 'y' }),
  );
  expect(contentHash(folder, { TF_VAR_other: 'x', AWS_REGION: 'y' })).toBe(bare);
});
