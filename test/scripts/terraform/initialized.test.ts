import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformEnvironment } from '../../../scripts/terraform/environment';
import { isInitialized, noteInitialized } from '../../../scripts/terraform/initialized';
import { awsProviderAddress, awsProviderVersion } from '../../../scripts/terraform/provider-source';
import { tempFolder } from '../temp';

const tool: TerraformEnvironment['tool'] = {
  kind: 'terraform',
  path: '/bin/terraform',
  version: '1.11.4',
  platform: 'linux_amd64',
};

const installed = new Date('2026-01-01T00:00:00Z');

/** A stack's folder as `init` leaves it. */
function initialized() {
  const folder = tempFolder();
  const configuration = join(tempFolder(), 'terraform.rc');
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const stack = (terraform: object, more = {}) =>
    write('cdk.tf.json', JSON.stringify({ terraform, ...more }));
  const provider = join(
    folder,
    '.terraform/providers',
    awsProviderAddress(tool),
    awsProviderVersion,
    tool.platform,
  );
  mkdirSync(provider, { recursive: true });
  const binary = join(provider, 'terraform-provider-aws');
  writeFileSync(binary, 'provider');
  utimesSync(binary, installed, installed);
  stack({ backend: { s3: { bucket: 'one' } } });
  write('.terraform.lock.hcl', 'hashes');
  write('.terraform/terraform.tfstate', 'backend');
  writeFileSync(configuration, 'mirror');
  const terraform = { tool, env: { TF_CLI_CONFIG_FILE: configuration } };
  noteInitialized(folder, terraform);
  return { folder, configuration, provider, binary, terraform, write, stack };
}

test('a stack is not initialized again for unrelated changes', () => {
  const { folder, terraform, stack, write } = initialized();
  stack({ backend: { s3: { bucket: 'one' } } }, { resource: { aws_sqs_queue: {} } });
  write('rollout.tfplan', 'x');
  expect(isInitialized(folder, terraform)).toBe(true);
});

type Initialized = ReturnType<typeof initialized>;

test.each<[string, (of: Initialized) => void]>([
  ['the backend', ({ stack }) => stack({ backend: { s3: { bucket: 'two' } } })],
  [
    'required providers',
    ({ stack }) => stack({ backend: { s3: { bucket: 'one' } }, required_providers: {} }),
  ],
  ['an override', ({ write }) => write('backend_override.tf.json', '{}')],
  ['the lock file', ({ write }) => write('.terraform.lock.hcl', 'others')],
  ['no lock file', ({ folder }) => rmSync(join(folder, '.terraform.lock.hcl'))],
  ['the backend that was set up', ({ write }) => write('.terraform/terraform.tfstate', 'another')],
  ['the source of providers', ({ configuration }) => writeFileSync(configuration, 'registry')],
  ['a provider that is gone', ({ provider }) => rmSync(provider, { recursive: true })],
  ['a provider that was written over', ({ binary }) => writeFileSync(binary, 'another')],
  [
    'a provider of the same size and date in its place',
    ({ binary }) => {
      writeFileSync(`${binary}.new`, 'PROVIDER');
      utimesSync(`${binary}.new`, installed, installed);
      renameSync(`${binary}.new`, binary);
    },
  ],
  ['one more file beside the provider', ({ provider }) => writeFileSync(join(provider, 'more'), '')],
  ['no .terraform', ({ folder }) => rmSync(join(folder, '.terraform'), { recursive: true })],
])('%s makes it initialize again', (_what, change) => {
  const of = initialized();
  change(of);
  expect(isInitialized(of.folder, of.terraform)).toBe(false);
});

test('a different Terraform makes it initialize again', () => {
  const { folder, terraform } = initialized();
  expect(isInitialized(folder, { ...terraform, tool: { ...tool, version: '1.12.0' } })).toBe(false);
  expect(isInitialized(folder, { ...terraform, tool: { ...tool, path: '/opt/terraform' } })).toBe(false);
});

test('a folder that was never initialized gets no note', () => {
  const folder = tempFolder();
  noteInitialized(folder, { tool, env: {} });
  expect(isInitialized(folder, { tool, env: {} })).toBe(false);
});
