import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliConfig, terraformEnvironment } from '../../../scripts/terraform/environment';
import {
  awsProviderVersion,
  findProviderSource,
  holdsProvider,
} from '../../../scripts/terraform/provider-source';
import { findTerraform, isSupported, type TerraformTool } from '../../../scripts/terraform/tool';
import { executable, tempFolder } from '../temp';

/** A stand-in that responds to `version` and `version -json` like the real one. */
const fakeTool = (folder: string, name: string, version: string, title = 'Terraform') =>
  executable(
    folder,
    name,
    `#!/bin/sh
if [ "$2" = -json ]; then echo '{"terraform_version":"${version}","platform":"linux_amd64"}'; else echo '${title} v${version}'; fi
`,
  );

const tool: TerraformTool = { kind: 'terraform', path: '/x', version: '1.11.4', platform: 'linux_amd64' };

function mirror(host = 'registry.terraform.io', version = awsProviderVersion, platform = 'linux_amd64') {
  const folder = tempFolder();
  mkdirSync(join(folder, host, 'hashicorp', 'aws', version, platform), { recursive: true });
  return folder;
}

test.each([
  ['terraform', '1.10.0', true],
  ['terraform', '1.11.4', true],
  ['terraform', '2.0.0', true],
  ['terraform', '1.9.8', false],
  ['terraform', '0.15.5', false],
  ['terraform', '1.12.0-rc1', true],
  ['tofu', '1.10.9', false],
  ['tofu', '1.11.0', true],
] as const)('%s %s: %s', (kind, version, supported) => {
  expect(isSupported({ kind, version })).toBe(supported);
});

test('terraform is found on PATH, then tofu; what TERRAFORM_BINARY_NAME names comes first', () => {
  const [first, second] = [tempFolder(), tempFolder()];
  const terraform = fakeTool(second, 'terraform', '1.11.4');
  const tofu = fakeTool(first, 'tofu', '1.11.1', 'OpenTofu');
  const PATH = `${first}:${second}:/bin:/usr/bin`;
  expect(findTerraform({ PATH })).toMatchObject({ kind: 'terraform', path: terraform, version: '1.11.4' });
  expect(findTerraform({ PATH, TERRAFORM_BINARY_NAME: 'tofu' })).toMatchObject({ kind: 'tofu', path: tofu });
  expect(findTerraform({ PATH: `${first}:/bin`, TERRAFORM_BINARY_NAME: '' })).toMatchObject({ kind: 'tofu' });
});

test('a missing or old terraform is one message that says how to get it', () => {
  const folder = tempFolder();
  const missing = () => findTerraform({ PATH: folder });
  expect(missing).toThrow(/terraform is not on PATH; tofu is not on PATH/);
  expect(missing).toThrow(
    expect.objectContaining({ exitCode: 2, remedy: expect.stringMatching(/install.*1\.10/s) }),
  );
  fakeTool(folder, 'terraform', '1.9.8');
  expect(() => findTerraform({ PATH: `${folder}:/bin` })).toThrow(/version 1\.9\.8, too old/);
  fakeTool(folder, 'tofu', '1.10.9', 'OpenTofu');
  expect(() => findTerraform({ PATH: `${folder}:/bin` })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /terraform is version 1\.9\.8, too old; .*tofu is version 1\.10\.9, too old/,
      ),
      remedy: expect.stringMatching(/Terraform 1\.10 or newer.*OpenTofu 1\.11 or newer/),
    }),
  );
});

test('a mirror counts only with the right version, platform and registry', () => {
  expect(holdsProvider(mirror(), tool, awsProviderVersion)).toBe(true);
  expect(holdsProvider(mirror(undefined, '4.0.0'), tool, awsProviderVersion)).toBe(false);
  expect(holdsProvider(mirror(undefined, undefined, 'darwin_arm64'), tool, awsProviderVersion)).toBe(false);
  expect(holdsProvider(mirror(), { ...tool, kind: 'tofu' }, awsProviderVersion)).toBe(false);
  expect(holdsProvider(mirror('registry.opentofu.org'), { ...tool, kind: 'tofu' }, awsProviderVersion)).toBe(
    true,
  );
});

test('sources in order: named mirror, own configuration, usual mirror, registry', () => {
  const HOME = tempFolder();
  const [named, usual] = [mirror(), mirror()];
  const source = (env: NodeJS.ProcessEnv) =>
    findProviderSource(tool, { HOME, ...env }, [tempFolder(), usual]).source;
  expect(source({})).toEqual({ kind: 'mirror', folder: usual });
  expect(findProviderSource(tool, { HOME }, []).source).toEqual({ kind: 'registry' });

  const rc = join(HOME, '.terraformrc');
  writeFileSync(rc, '');
  expect(source({})).toEqual({ kind: 'own-config', file: rc });
  const own = join(HOME, 'my.rc');
  writeFileSync(own, '');
  expect(source({ TF_CLI_CONFIG_FILE: own })).toEqual({ kind: 'own-config', file: own });
  expect(source({ TF_CLI_CONFIG_FILE: own, FLEET_PROVIDER_MIRROR: named })).toEqual({
    kind: 'mirror',
    folder: named,
  });
});

test('a missing TF_CLI_CONFIG_FILE is ignored with a note; a named mirror without the provider is refused', () => {
  const HOME = tempFolder();
  const gone = join(HOME, 'gone.rc');
  const { source, notes } = findProviderSource(tool, { HOME, TF_CLI_CONFIG_FILE: gone }, []);
  expect(source.kind).toBe('registry');
  expect(notes).toEqual([expect.stringContaining(gone)]);
  expect(() => findProviderSource(tool, { HOME, FLEET_PROVIDER_MIRROR: HOME }, [])).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringContaining(`${awsProviderVersion} for linux_amd64`),
    }),
  );
});

test('the configuration of a mirror never asks the registry for the provider', () => {
  const text = cliConfig(
    { kind: 'mirror', folder: '/m "x' },
    'registry.terraform.io/hashicorp/aws',
    '/c',
  ) as string;
  expect(text).toContain('path    = "/m \\"x"');
  expect(text).toContain('exclude = ["registry.terraform.io/hashicorp/aws"]');
  expect(cliConfig({ kind: 'own-config', file: '/f' }, 'p', '/c')).toBeUndefined();
  expect(cliConfig({ kind: 'registry' }, 'p', '/c')).toContain('plugin_cache_dir = "/c"');
});

/** The environment of Terraform for a user with these variables. */
function environmentFor(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const folder = tempFolder();
  fakeTool(folder, 'terraform', '1.11.4');
  const env = { HOME: folder, PATH: `${folder}:/bin`, FLEET_PROVIDER_MIRROR: mirror(), ...variables };
  return terraformEnvironment({ state: join(folder, 'state'), cache: join(folder, 'cache') }, env).env;
}

test("Terraform's environment points to our configuration, and to no state or folder of the user's choice", () => {
  const env = environmentFor({
    TF_WORKSPACE: 'other',
    TF_DATA_DIR: '/elsewhere',
    TF_CLI_ARGS_plan: '-destroy',
    TF_VAR_role_arn: 'kept',
  });
  expect(env).toMatchObject({
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    GOGC: '400',
    TF_VAR_role_arn: 'kept',
  });
  expect(readFileSync(env.TF_CLI_CONFIG_FILE as string, 'utf8')).toContain('filesystem_mirror');
  expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['TF_WORKSPACE']));
  expect(env).not.toHaveProperty('TF_DATA_DIR');
  expect(env).not.toHaveProperty('TF_CLI_ARGS_plan');
});

test.each([
  ['nothing', {}],
  ['an empty TF_LOG', { TF_LOG: '' }],
])('the provider writes no log for a user who has set %s', (_, variables) => {
  expect(environmentFor(variables)).toMatchObject({ TF_LOG_SDK: 'OFF', TF_LOG_PROVIDER_AWS: 'OFF' });
});

test.each(['TF_LOG', 'TF_LOG_PROVIDER', 'TF_LOG_PROVIDER_AWS', 'TF_LOG_SDK_PROTO'])(
  'the provider writes its log for a user who has set %s',
  (name) => {
    const { TF_LOG_SDK, TF_LOG_PROVIDER_AWS } = environmentFor({ [name]: 'DEBUG' });
    expect([TF_LOG_SDK, TF_LOG_PROVIDER_AWS]).not.toContain('OFF');
  },
);
