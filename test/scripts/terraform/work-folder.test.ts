import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dropBootstrapState,
  localStateDigest,
  prepareWorkFolder,
  stateDigest,
  useLocalState,
  useOwnBackend,
} from '../../../scripts/terraform/work-folder';
import { tempFolder } from '../temp';

function setUp() {
  const root = tempFolder();
  const workspace = { built: join(root, 'cdktf.out'), state: join(root, '.fleet') };
  const source = join(workspace.built, 'stacks', 'one');
  mkdirSync(join(source, 'assets'), { recursive: true });
  mkdirSync(join(source, '.terraform'));
  writeFileSync(join(source, 'cdk.tf.json'), '{}');
  writeFileSync(join(source, 'assets', 'hook.zip'), 'new');
  writeFileSync(join(source, '.terraform.lock.hcl'), 'of cdktf');
  return { workspace, source };
}

test('a work folder gets what was synthesized, keeps what is Terraform’s, and loses the rest', () => {
  const { workspace } = setUp();
  const folder = prepareWorkFolder(workspace, 'one');
  mkdirSync(join(folder, '.terraform'));
  for (const name of ['bootstrap.tfstate', '.terraform.lock.hcl', 'old.tf.json', 'rollout.tfplan'])
    writeFileSync(join(folder, name), 'mine');
  writeFileSync(join(folder, 'assets', 'stale.zip'), 'old');
  useLocalState(folder, 'x');

  prepareWorkFolder(workspace, 'one');
  expect(readdirSync(folder).sort()).toEqual(
    ['.terraform', '.terraform.lock.hcl', 'assets', 'bootstrap.tfstate', 'cdk.tf.json'].sort(),
  );
  expect(readdirSync(join(folder, 'assets'))).toEqual(['hook.zip']);
  expect(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8')).toBe('mine');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a state that could not be saved stops everything, and says how to push it', () => {
  const { workspace } = setUp();
  writeFileSync(join(prepareWorkFolder(workspace, 'one'), 'errored.tfstate'), '{}');
  expect(() => prepareWorkFolder(workspace, 'one')).toThrow(
    expect.objectContaining({
      exitCode: 1,
      remedy: expect.stringContaining('terraform state push errored.tfstate'),
    }),
  );
});

test('the local backend is an override that can be taken back', () => {
  const { workspace } = setUp();
  const folder = prepareWorkFolder(workspace, 'one');
  useLocalState(folder, 'bootstrap.tfstate');
  expect(JSON.parse(readFileSync(join(folder, 'backend_override.tf.json'), 'utf8'))).toEqual({
    terraform: { backend: { local: { path: 'bootstrap.tfstate' } } },
  });
  useOwnBackend(folder);
  expect(existsSync(join(folder, 'backend_override.tf.json'))).toBe(false);
});

test('states are the same when their resources are, whatever their lineage', () => {
  const state = (lineage: string, resources: unknown[]) =>
    JSON.stringify({ version: 4, lineage, serial: 1, resources });
  const one = stateDigest(state('a', [{ name: 'x' }]));
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(stateDigest(state('b', [{ name: 'x' }]))).toBe(one);
  expect(stateDigest(state('a', [{ name: 'y' }]))).not.toBe(one);
  expect(stateDigest(state('a', []))).toBeUndefined();
  expect(stateDigest('')).toBeUndefined();
  expect(() => stateDigest('{}')).toThrow('no Terraform state');
});

test('dropping the local state drops its backup too', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'bootstrap.tfstate'), JSON.stringify({ resources: [1] }));
  writeFileSync(join(folder, 'bootstrap.tfstate.backup'), '');
  expect(localStateDigest(folder)).toBeDefined();
  dropBootstrapState(folder);
  expect(readdirSync(folder)).toEqual([]);
  expect(localStateDigest(folder)).toBeUndefined();
});
