import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { usageError } from '../cli/errors';
import type { TerraformTool } from './tool';

/** The provider that every stack needs: exactly the version that `@cdktf/provider-aws` was generated from. */
export const awsProviderVersion: string = require('@cdktf/provider-aws/package.json').cdktf.provider.version;

/** Where Terraform gets its providers from. */
export type ProviderSource =
  /** Whatever the user's own CLI configuration says. */
  | { kind: 'own-config'; file: string }
  /** A folder in the layout of `terraform providers mirror`. */
  | { kind: 'mirror'; folder: string }
  | { kind: 'registry' };

const registryHost = (tool: Pick<TerraformTool, 'kind'>) =>
  tool.kind === 'tofu' ? 'registry.opentofu.org' : 'registry.terraform.io';

/** The tool's address of the provider, such as `registry.terraform.io/hashicorp/aws`. */
export const awsProviderAddress = (tool: Pick<TerraformTool, 'kind'>) =>
  `${registryHost(tool)}/hashicorp/aws`;

/** Whether a folder holds the AWS provider for this tool and platform, unpacked or as the zip. */
export function holdsProvider(
  folder: string,
  tool: Pick<TerraformTool, 'kind' | 'platform'>,
  version: string,
): boolean {
  const provider = join(folder, awsProviderAddress(tool));
  return (
    existsSync(join(provider, version, tool.platform)) ||
    existsSync(join(provider, `terraform-provider-aws_${version}_${tool.platform}.zip`))
  );
}

/** Usual folders of provider mirrors. */
function usualMirrors(home: string): string[] {
  const optional = existsSync('/opt') ? readdirSync('/opt').map((name) => join('/opt', name)) : [];
  return [
    ...optional.sort(),
    '/usr/share/terraform/plugins',
    '/usr/share/terraform/providers',
    '/usr/local/share/terraform/plugins',
    join(home, '.terraform.d', 'plugins'),
  ];
}

/**
 * The first of: `FLEET_PROVIDER_MIRROR`, the user's own CLI configuration, a mirror in a usual place
 * that has the needed version, the public registry. Throws a usage error if the named mirror lacks it.
 * @param mirrors where to look for a mirror; by default, the usual system folders
 */
export function findProviderSource(
  tool: TerraformTool,
  env: NodeJS.ProcessEnv,
  mirrors: readonly string[] = usualMirrors(env.HOME ?? homedir()),
): { source: ProviderSource; notes: string[] } {
  const named = env.FLEET_PROVIDER_MIRROR;
  if (named) {
    if (holdsProvider(named, tool, awsProviderVersion))
      return { source: { kind: 'mirror', folder: named }, notes: [] };
    throw usageError(
      `FLEET_PROVIDER_MIRROR=${named} does not hold ${awsProviderAddress(tool)} ${awsProviderVersion} for ${tool.platform}`,
      'fill it with "terraform providers mirror", or unset FLEET_PROVIDER_MIRROR',
    );
  }
  const notes: string[] = [];
  const configured = env.TF_CLI_CONFIG_FILE;
  if (configured && !existsSync(configured))
    notes.push(`TF_CLI_CONFIG_FILE=${configured} names a file that does not exist; it is ignored`);
  const own = [configured, join(env.HOME ?? homedir(), tool.kind === 'tofu' ? '.tofurc' : '.terraformrc')];
  const file = own.find((path) => path && existsSync(path));
  if (file) return { source: { kind: 'own-config', file }, notes };

  const folder = mirrors.find((mirror) => holdsProvider(mirror, tool, awsProviderVersion));
  return { source: folder ? { kind: 'mirror', folder } : { kind: 'registry' }, notes };
}
