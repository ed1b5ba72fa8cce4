import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Files of a synthesized stack, relative to its folder, with `/`; sorted. */
export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();

/**
 * SHA-256 over everything that determines a stack's Terraform result: every synthesized file with its name, including
 * the functions' zips, and values of the stack's variables from the environment, which override their
 * defaults. The provider's version is in the files.
 */
export function contentHash(folder: string, env: NodeJS.ProcessEnv): string {
  const files = filesOf(folder).map((name) => [name, sha256(readFileSync(join(folder, name)))]);
  const { variable = {} } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  const variables = Object.keys(variable)
    .sort()
    .flatMap((name) => {
      const value = env[`TF_VAR_${name}`];
      return value === undefined ? [] : [[name, sha256(value)]];
    });
  return sha256(JSON.stringify([files, variables]));
}
