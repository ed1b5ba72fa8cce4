import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Stands in a policy for the pool's id, which only AWS knows; see `withPool`. */
export const poolPlaceholder = '{user_pool_id}';

/** One `.cedar` file. */
export interface PolicyFile {
  /** File name without extensions, such as `tenant-isolation`. */
  name: string;
  /** Relative to the project's root, with forward slashes. */
  path: string;
  text: string;
  /** A `.template.cedar` file: the application links it to principals and resources at run time. */
  template: boolean;
}

/** One folder of `stacks/policies`: what a kind of policy store holds. */
export interface PolicyFolder {
  schema: { path: string; text: string };
  /** Sorted by file name, so that the output does not depend on the file system. */
  policies: PolicyFile[];
  /** Files that are no part of a policy store, such as one with a misspelt extension. */
  strangers: string[];
}

const schemaFile = 'schema.cedarschema';
/** Golden decisions: who may do what, checked by the tests with the real engine. */
export const decisionsFile = 'decisions.json';

const root = join(__dirname, '..', '..');
const fromRoot = (path: string) => relative(root, path).split(sep).join('/');

/** Reads one folder. A missing schema is an empty one, which the check then reports. */
export function readPolicyFolder(dir: string): PolicyFolder {
  const files = readdirSync(dir).sort();
  const read = (file: string) => readFileSync(join(dir, file), 'utf8');
  const policies = files
    .filter((file) => file.endsWith('.cedar'))
    .map((file) => ({
      name: file.replace(/(\.template)?\.cedar$/, ''),
      path: fromRoot(join(dir, file)),
      text: read(file),
      template: file.endsWith('.template.cedar'),
    }));
  return {
    schema: {
      path: fromRoot(join(dir, schemaFile)),
      text: files.includes(schemaFile) ? read(schemaFile) : '',
    },
    policies,
    strangers: files
      .filter((file) => !file.endsWith('.cedar') && ![schemaFile, decisionsFile].includes(file))
      .map((file) => fromRoot(join(dir, file))),
  };
}
