import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/** A file that is no policy: a schema, golden decisions. */
export interface TextFile {
  /** Relative to the project's root, with forward slashes. */
  path: string;
  text: string;
}

/** One folder of `stacks/policies`: what a kind of policy store holds. */
export interface PolicyFolder {
  schema: TextFile;
  /** Sorted by file name, so that the output does not depend on the file system. */
  policies: PolicyFile[];
  /** Golden decisions, where the folder has any. */
  decisions?: TextFile;
  /** Files that are no part of a policy store, such as one with a misspelt extension. */
  strangers: string[];
}

const schemaFile = 'schema.cedarschema';
const decisionsFile = 'decisions.json';

/** The toolkit itself. */
const toolkit = join(__dirname, '..', '..');

const extension = /(\.template)?\.cedar$/;

/** A `.cedar` file from its place, relative to the project's root, and its text. */
export const policyFile = (path: string, text: string): PolicyFile => ({
  name: (path.split('/').at(-1) as string).replace(extension, ''),
  path,
  text,
  template: path.endsWith('.template.cedar'),
});

/**
 * Reads one folder of the project under `root`. A missing schema, or a missing folder, is an empty schema, which
 * the check then reports.
 */
export function readPolicyFolder(dir: string, root = toolkit): PolicyFolder {
  const files = existsSync(dir) ? readdirSync(dir).sort() : [];
  const pathOf = (file: string) => relative(root, join(dir, file)).split(sep).join('/');
  const read = (file: string) => ({ path: pathOf(file), text: readFileSync(join(dir, file), 'utf8') });
  const policies = files.filter((file) => file.endsWith('.cedar'));
  const others = files.filter((file) => !file.endsWith('.cedar'));
  return {
    schema: others.includes(schemaFile) ? read(schemaFile) : { path: pathOf(schemaFile), text: '' },
    policies: policies.map(read).map(({ path, text }) => policyFile(path, text)),
    decisions: others.includes(decisionsFile) ? read(decisionsFile) : undefined,
    strangers: others.filter((file) => ![schemaFile, decisionsFile].includes(file)).map(pathOf),
  };
}
