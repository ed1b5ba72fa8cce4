import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { toProblem } from '../../environments/loading/finding';
import { behindLink, isLink, readText } from '../../environments/loading/text-file';
import type { Problem } from '../../environments/problems';

/** Placeholder for the pool's id, which only AWS knows; see `withPool`. */
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

/** A file that is not a policy: a schema, golden decisions. */
export interface TextFile {
  /** Relative to the project's root, with forward slashes. */
  path: string;
  text: string;
}

/** One folder of `stacks/policies`: the content of a kind of policy store. */
export interface PolicyFolder {
  schema: TextFile;
  /** Sorted by file name, so that the output does not depend on the file system. */
  policies: PolicyFile[];
  /** Golden decisions, if the folder has any. */
  decisions?: TextFile;
  /** Files that are not part of a policy store, such as one with a misspelt extension. */
  unknownFiles: string[];
  /** Files that cannot be read, or not as text. */
  unreadable: Problem[];
}

const schemaFile = 'schema.cedarschema';
const decisionsFile = 'decisions.json';

/** The toolkit itself. */
const toolkit = join(__dirname, '..', '..');

const extension = /(\.template)?\.cedar$/;

/** A `.cedar` file from its path, relative to the project's root, and its text. */
export const policyFile = (path: string, text: string): PolicyFile => ({
  name: (path.split('/').at(-1) as string).replace(extension, ''),
  path,
  text,
  template: path.endsWith('.template.cedar'),
});

/** Names in a folder, sorted; none if the folder does not exist or is `linked`. */
function namesIn(dir: string, path: string, linked: () => boolean, unreadable: Problem[]): string[] {
  if (!existsSync(dir)) return [];
  try {
    if (linked()) {
      unreadable.push(toProblem({ file: path, path: [], ...isLink }, undefined));
      return [];
    }
    return readdirSync(dir).sort();
  } catch (error) {
    const message = `cannot be read: ${(error as NodeJS.ErrnoException).code}`;
    const remedy = 'make it a readable folder, or remove it';
    unreadable.push({ file: path, path: '', value: undefined, message, remedy });
    return [];
  }
}

/**
 * Reads one folder of the project under `root`. A missing schema, or a missing folder, is an empty schema, which
 * the check then reports.
 */
export function readPolicyFolder(dir: string, root = toolkit): PolicyFolder {
  const pathOf = (file: string) => relative(root, join(dir, file)).split(sep).join('/');
  const unreadable: Problem[] = [];
  // A folder outside the root, which only tests use, is its own root.
  const [base, folder] = pathOf('').startsWith('..') ? [dir, ''] : [root, pathOf('')];
  const files = namesIn(dir, pathOf(''), () => behindLink(base, folder), unreadable);
  const read = (file: string): TextFile[] => {
    const { text, findings } = readText(base, join(folder, file));
    unreadable.push(...findings.map((finding) => toProblem({ ...finding, file: pathOf(file) }, undefined)));
    return text === undefined ? [] : [{ path: pathOf(file), text }];
  };
  const policies = files.filter((file) => file.endsWith('.cedar'));
  const others = files.filter((file) => !file.endsWith('.cedar'));
  const [schema = { path: pathOf(schemaFile), text: '' }] = others.includes(schemaFile)
    ? read(schemaFile)
    : [];
  const [decisions] = others.includes(decisionsFile) ? read(decisionsFile) : [];
  return {
    schema,
    policies: policies.flatMap(read).map(({ path, text }) => policyFile(path, text)),
    decisions,
    unknownFiles: others.filter((file) => ![schemaFile, decisionsFile].includes(file)).map(pathOf),
    unreadable,
  };
}
