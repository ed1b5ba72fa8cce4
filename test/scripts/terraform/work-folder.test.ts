import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  dropBootstrapState,
  localStateDigest,
  openStateAs,
  prepareWorkFolder,
  stateDigest,
  useLocalState,
  useOwnBackend,
} from '../../../scripts/terraform/work-folder';
import { tempFolder } from '../temp';

const one = { id: 'one', environment: 'dev' };
const unsaved = JSON.stringify({ version: 4, lineage: 'l', serial: 2, resources: [] });

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

test("a work folder gets what was synthesized, keeps what is Terraform's, and loses the rest", () => {
  const { workspace } = setUp();
  const folder = prepareWorkFolder(workspace, one, 'change');
  mkdirSync(join(folder, '.terraform'));
  for (const name of ['.terraform.lock.hcl', 'old.tf.json', 'rollout.tfplan'])
    writeFileSync(join(folder, name), 'mine');
  writeFileSync(join(folder, 'bootstrap.tfstate'), unsaved);
  writeFileSync(join(folder, 'assets', 'stale.zip'), 'old');
  useLocalState(folder, 'x');

  prepareWorkFolder(workspace, one, 'change');
  expect(readdirSync(folder).sort()).toEqual(
    ['.terraform', '.terraform.lock.hcl', 'assets', 'bootstrap.tfstate', 'cdk.tf.json'].sort(),
  );
  expect(readdirSync(join(folder, 'assets'))).toEqual(['hook.zip']);
  expect(readFileSync(join(folder, '.terraform.lock.hcl'), 'utf8')).toBe('mine');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a state that could not be saved is archived and stops everything, with instructions to push it', () => {
  const { workspace } = setUp();
  writeFileSync(join(prepareWorkFolder(workspace, one, 'change'), 'errored.tfstate'), unsaved);
  expect(() => prepareWorkFolder(workspace, one, 'change')).toThrow(
    expect.objectContaining({
      exitCode: 1,
      message: expect.stringContaining(join(workspace.state, 'errored', 'one')),
      remedy: expect.stringContaining('npx fleet state push --env dev --stack one'),
    }),
  );
  const copies = readdirSync(join(workspace.state, 'errored', 'one'));
  expect(copies.map((name) => readFileSync(join(workspace.state, 'errored', 'one', name), 'utf8'))).toEqual([
    unsaved,
  ]);
});

test('looking has its own folder, and sees what an unfinished bootstrap left behind', () => {
  const { workspace } = setUp();
  const change = prepareWorkFolder(workspace, one, 'change');
  writeFileSync(join(change, 'bootstrap.tfstate'), unsaved);
  const look = prepareWorkFolder(workspace, one, 'look');
  expect(look).not.toBe(change);
  expect(readFileSync(join(look, 'bootstrap.tfstate'), 'utf8')).toBe(unsaved);

  dropBootstrapState(change);
  prepareWorkFolder(workspace, one, 'look');
  expect(existsSync(join(look, 'bootstrap.tfstate'))).toBe(false);
  writeFileSync(join(change, 'errored.tfstate'), unsaved);
  expect(() => prepareWorkFolder(workspace, one, 'look')).toThrow('could not save its state');
});

test('a state is opened as another role, and otherwise as the stack says', () => {
  const { workspace, source } = setUp();
  const s3 = { bucket: 'states', use_lockfile: true, assume_role: { role_arn: 'deploy', duration: '1h' } };
  writeFileSync(join(source, 'cdk.tf.json'), JSON.stringify({ terraform: { backend: { s3 } } }));
  const folder = prepareWorkFolder(workspace, one, 'look');
  openStateAs(folder, 'plan');
  expect(JSON.parse(readFileSync(join(folder, 'backend_override.tf.json'), 'utf8'))).toEqual({
    terraform: { backend: { s3: { ...s3, assume_role: { role_arn: 'plan', duration: '1h' } } } },
  });
});

test('the local backend is an override that can be undone', () => {
  const { workspace } = setUp();
  const folder = prepareWorkFolder(workspace, one, 'change');
  useLocalState(folder, 'bootstrap.tfstate');
  expect(JSON.parse(readFileSync(join(folder, 'backend_override.tf.json'), 'utf8'))).toEqual({
    terraform: { backend: { local: { path: 'bootstrap.tfstate' } } },
  });
  useOwnBackend(folder);
  expect(existsSync(join(folder, 'backend_override.tf.json'))).toBe(false);
});

test('states are the same if their resources are, whatever their lineage', () => {
  const state = (lineage: string, resources: unknown[]) =>
    JSON.stringify({ version: 4, lineage, serial: 1, resources });
  const one = stateDigest(state('a', [{ name: 'x' }]));
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(stateDigest(state('b', [{ name: 'x' }]))).toBe(one);
  expect(stateDigest(state('a', [{ name: 'y' }]))).not.toBe(one);
  expect(stateDigest(state('a', []))).toBeUndefined();
  expect(stateDigest('')).toBeUndefined();
  expect(() => stateDigest('{}')).toThrow('not a Terraform state');
});

test('dropping the local state drops its backup, too', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'bootstrap.tfstate'), JSON.stringify({ resources: [1] }));
  writeFileSync(join(folder, 'bootstrap.tfstate.backup'), '');
  expect(localStateDigest(folder)).toBeDefined();
  dropBootstrapState(folder);
  expect(readdirSync(folder)).toEqual([]);
  expect(localStateDigest(folder)).toBeUndefined();
});
