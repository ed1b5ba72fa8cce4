import { execFileSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { usageError } from '../cli/errors';

/** The Terraform or OpenTofu binary in use. */
export interface TerraformTool {
  kind: 'terraform' | 'tofu';
  /** Absolute path. */
  path: string;
  version: string;
  /** Platform in registry notation: `linux_amd64`. */
  platform: string;
}

/**
 * The first versions with lock files in S3 and ephemeral variables, which every stack has. OpenTofu 1.10 has only the
 * former (https://opentofu.org/docs/v1.11/intro/whats-new).
 */
const minimum = { terraform: [1, 10], tofu: [1, 11] } as const;

const isExecutable = (path: string) => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** Absolute path of a command; undefined if there is none. */
function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  if (isAbsolute(name)) return isExecutable(name) ? name : undefined;
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Whether a version such as `1.11.4` or `1.12.0-rc1` is new enough. */
export function isSupported({ kind, version }: Pick<TerraformTool, 'kind' | 'version'>): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [itsMajor, itsMinor] = minimum[kind];
  return major > itsMajor || (major === itsMajor && minor >= itsMinor);
}

/** Asks a binary for its kind and version; undefined if the answer is not understood. */
function ask(path: string, env: NodeJS.ProcessEnv): TerraformTool | undefined {
  const { TF_CLI_CONFIG_FILE: _, ...rest } = env;
  try {
    const text = execFileSync(path, ['version', '-json'], {
      env: { ...rest, CHECKPOINT_DISABLE: '1' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { terraform_version, platform } = JSON.parse(text.slice(text.indexOf('{')));
    // Both report `terraform_version`; only the plain text contains the name.
    const plain = execFileSync(path, ['version'], {
      env: rest,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return {
      kind: /^OpenTofu/m.test(plain) ? 'tofu' : 'terraform',
      path,
      version: terraform_version,
      platform,
    };
  } catch {
    return undefined;
  }
}

const remedy =
  `install Terraform ${minimum.terraform.join('.')} or newer (https://developer.hashicorp.com/terraform/install) ` +
  `or OpenTofu ${minimum.tofu.join('.')} or newer (https://opentofu.org/docs/intro/install), and put it on PATH, ` +
  'or name it: export TERRAFORM_BINARY_NAME=/path/to/terraform';

/**
 * Finds Terraform or OpenTofu: `TERRAFORM_BINARY_NAME` if set, else `terraform`, else `tofu` on PATH.
 * Throws a usage error that says how to get one, or what is wrong with those found.
 */
export function findTerraform(env: NodeJS.ProcessEnv): TerraformTool {
  const names = env.TERRAFORM_BINARY_NAME ? [env.TERRAFORM_BINARY_NAME] : ['terraform', 'tofu'];
  const seen: string[] = [];
  for (const name of names) {
    const path = onPath(name, env);
    const tool = path ? ask(path, env) : undefined;
    if (tool && isSupported(tool)) return tool;
    if (tool) seen.push(`${path} is version ${tool.version}, too old`);
    else if (path) seen.push(`${path} does not answer to "version -json"`);
    else seen.push(`${name} is not ${isAbsolute(name) ? 'an executable file' : 'on PATH'}`);
  }
  throw usageError(`Terraform is missing: ${seen.join('; ')}`, remedy);
}
