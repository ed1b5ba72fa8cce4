import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformEnvironment } from './environment';
import { dropChecksums, lockFile } from './lock-file';
import { awsProviderAddress, awsProviderVersion } from './provider-source';
import type { TerraformTool } from './tool';

/** Terraform's folder for what `init` sets up. Our note is in it, so that both go together. */
const data = '.terraform';
const note = join(data, 'fleet-init');

const textOf = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined;

const providerIn = (folder: string, tool: TerraformTool) =>
  join(folder, data, 'providers', awsProviderAddress(tool), awsProviderVersion, tool.platform);

/** What the provider's files are known by: whoever replaces or changes one changes some of this. */
const filesIn = (folder: string) =>
  readdirSync(folder).map((name) => {
    const { ino, size, mtimeMs, ctimeMs } = statSync(join(folder, name));
    return { name, ino, size, mtimeMs, ctimeMs };
  });

/** What `init` reads of a stack: its backend, and the providers that it requires. */
const terraformBlock = (folder: string): unknown => {
  const text = textOf(join(folder, 'cdk.tf.json'));
  return text && JSON.parse(text).terraform;
};

/**
 * SHA-256 over all that `init` reads and writes: the stack's `terraform` block and its override, the lock file, the
 * backend that it set up, the CLI configuration with the providers' source, the provider and Terraform itself.
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

/** Whether `init` would change nothing, since nothing that it looks at has changed since it last succeeded. */
export const isInitialized = (
  folder: string,
  terraform: Pick<TerraformEnvironment, 'tool' | 'env'>,
): boolean =>
  // A mirror that was moved or deleted leaves a dead link behind.
  existsSync(providerIn(folder, terraform.tool)) && textOf(join(folder, note)) === digest(folder, terraform);

/** Notes that `init` has succeeded, and takes the checksums out that it wrote. */
export const noteInitialized = (
  folder: string,
  terraform: Pick<TerraformEnvironment, 'tool' | 'env'>,
): void => {
  dropChecksums(folder);
  if (existsSync(providerIn(folder, terraform.tool)))
    writeFileSync(join(folder, note), digest(folder, terraform));
};
