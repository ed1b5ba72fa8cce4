import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformEnvironment } from './environment';
import { dropChecksums, lockFile } from './lock-file';
import { awsProviderAddress, awsProviderVersion } from './provider-source';
import type { TerraformTool } from './tool';

/** The folder that `init` sets up. Our note is in it, so that both are removed together. */
const data = '.terraform';
const note = join(data, 'fleet-init');

const textOf = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined;

const providerIn = (folder: string, tool: TerraformTool) =>
  join(folder, data, 'providers', awsProviderAddress(tool), awsProviderVersion, tool.platform);

/** Fingerprints of the provider's files: replacing or changing one changes its fingerprint. */
const filesIn = (folder: string) =>
  readdirSync(folder).map((name) => {
    const { ino, size, mtimeMs, ctimeMs } = statSync(join(folder, name));
    return { name, ino, size, mtimeMs, ctimeMs };
  });

/** What `init` reads of a stack: its backend and required providers. */
const terraformBlock = (folder: string): unknown => {
  const text = textOf(join(folder, 'cdk.tf.json'));
  return text && JSON.parse(text).terraform;
};

/**
 * SHA-256 over everything `init` reads and writes: the stack's `terraform` block and its override, the lock file, the
 * initialised backend, the CLI configuration with the providers' source, the provider and Terraform itself.
 */
function digest(folder: string, { tool, env }: Pick<TerraformEnvironment, 'tool' | 'env'>): string {
  const parts = [
    terraformBlock(folder),
    textOf(join(folder, 'backend_override.tf.json')),
    textOf(join(folder, lockFile)),
    textOf(join(folder, data, 'terraform.tfstate')),
    textOf(env.TF_CLI_CONFIG_FILE ?? ''),
    filesIn(providerIn(folder, tool)),
    tool,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Whether `init` can be skipped, because none of its inputs has changed since it last succeeded. */
export const isInitialized = (
  folder: string,
  terraform: Pick<TerraformEnvironment, 'tool' | 'env'>,
): boolean =>
  // A moved or deleted mirror leaves a dead link behind.
  existsSync(providerIn(folder, terraform.tool)) && textOf(join(folder, note)) === digest(folder, terraform);

/** Records that `init` has succeeded, and removes the checksums that it wrote. */
export const noteInitialized = (
  folder: string,
  terraform: Pick<TerraformEnvironment, 'tool' | 'env'>,
): void => {
  dropChecksums(folder);
  if (existsSync(providerIn(folder, terraform.tool)))
    writeFileSync(join(folder, note), digest(folder, terraform));
};
