import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding';
import { type FolderPaths, fileIsExplained, noFolder, readFolder, slug } from './folder';
import { sortOut } from './listing';

/** The files of one environment, relative to the root. */
export interface EnvironmentPaths extends FolderPaths {
  /** The name of the file or folder. */
  name: string;
  /** Undefined for a folder without its environment. */
  file?: string;
}

/** The toolkit's own files in this folder. Everything else there is an environment. */
const toolkit = new Set([
  'approval.schema.json',
  'checks',
  'guard',
  'json-schema.ts',
  'load.ts',
  'loading',
  'mailing.ts',
  'names.ts',
  'placement',
  'placement.ts',
  'problems.ts',
  'routes.ts',
  'schema',
  'schema.ts',
  'service.schema.json',
  'tenant.schema.json',
  'tombstone.schema.json',
]);

/**
 * Finds every environment, tenant and service under `<root>/environments`, and everything that should not be there.
 * @param begun folders of policies whose tenant's file is about to be written
 */
export function readTree(
  root: string,
  begun: readonly string[] = [],
): { environments: EnvironmentPaths[]; findings: Finding[] } {
  if (!existsSync(join(root, 'environments')))
    return {
      environments: [],
      findings: [
        {
          file: 'environments',
          path: [],
          message: 'there is no such folder',
          remedy: 'run the command in the folder that has environments/ in it',
        },
      ],
    };
  const top = sortOut(root, 'environments', {
    file: new RegExp(`^${slug}\\.ts$`),
    folder: new RegExp(`^${slug}$`),
    ignored: toolkit,
    remedy: 'name an environment "<name>.ts" in lower case, or remove this',
  });
  const taken = top.files.filter((file) => toolkit.has(file.slice(0, -'.ts'.length)));
  const findings = [
    ...top.findings,
    ...taken.map((file) => ({
      file: `environments/${file}`,
      path: [],
      message: 'the toolkit has a folder of this name',
      remedy: 'give the environment another name',
    })),
  ];
  const withFile = new Set(top.files.map((file) => file.slice(0, -'.ts'.length)));
  const environments = [...new Set([...withFile, ...top.folders])].sort().map((name) => {
    const folder = `environments/${name}`;
    const file = withFile.has(name) ? `${folder}.ts` : undefined;
    if (!file && !fileIsExplained(top.findings, folder))
      findings.push({
        file: folder,
        path: [],
        value: name,
        cause: folder,
        message: 'this folder belongs to no environment',
        remedy: `write ${folder}.ts, or remove the folder`,
      });
    const inside = top.folders.includes(name) ? readFolder(root, folder, begun) : noFolder;
    const { findings: found, ...paths } = inside;
    findings.push(...found);
    return { name, file, ...paths };
  });
  if (environments.length === 0 && findings.length === 0)
    findings.push({
      file: 'environments',
      path: [],
      message: 'there is no environment',
      remedy: 'write environments/<name>.ts',
    });
  return { environments, findings };
}
