import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding';

/** The files of one environment, relative to the root. */
export interface EnvironmentPaths {
  /** As the file or the folder says. */
  name: string;
  /** Undefined for a folder without its environment. */
  file?: string;
  tenants: string[];
  services: string[];
}

/** What stands beside the environments in this project's own folder. Everything else there is an environment. */
const toolkit = new Set([
  'checks',
  'json-schema.ts',
  'load.ts',
  'loading',
  'names.ts',
  'problems.ts',
  'schema',
  'schema.ts',
  'service.schema.json',
  'tenant.schema.json',
]);

interface Listing {
  files: string[];
  folders: string[];
  findings: Finding[];
}

/** Sorted by code unit, so that the order of the directory and the machine's language play no part. */
function list(root: string, folder: string): { name: string; directory: boolean }[] {
  const directory = (entry: Dirent) =>
    entry.isSymbolicLink()
      ? (statSync(join(root, folder, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false)
      : entry.isDirectory();
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => ({ name: entry.name, directory: directory(entry) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Parts a folder's entries into those that belong there and those that nobody would ever read. */
function sortOut(
  root: string,
  folder: string,
  expected: { file?: RegExp; folder?: RegExp; remedy: string },
): Listing {
  const listing: Listing = { files: [], folders: [], findings: [] };
  const entries = list(root, folder).filter(({ name }) => folder !== 'environments' || !toolkit.has(name));
  const names = new Set(entries.map(({ name }) => name));
  for (const { name, directory } of entries) {
    const wanted = directory ? expected.folder : expected.file;
    const path = `${folder}/${name}`;
    if (wanted?.test(name)) {
      (directory ? listing.folders : listing.files).push(name);
      continue;
    }
    const lower = name.toLowerCase();
    listing.findings.push(
      lower !== name && names.has(lower)
        ? {
            file: path,
            path: [],
            value: name,
            message: `differs from "${lower}" in case only: on some machines they are one file`,
            remedy: `keep one of the two, as "${lower}"`,
          }
        : {
            file: path,
            path: [],
            value: name,
            message: `no ${directory ? 'folder' : 'file'} of this name is read here`,
            remedy: expected.remedy,
          },
    );
  }
  return listing;
}

const slug = '[a-z][a-z0-9-]*';

/** Finds an environment's tenants and services. */
function readFolder(root: string, folder: string) {
  const inside = sortOut(root, folder, {
    folder: /^(tenants|services)$/,
    remedy: 'put tenants into "tenants" and services into "services", or remove this',
  });
  const files = (kind: 'tenants' | 'services', one: string) => {
    if (!inside.folders.includes(kind)) return [];
    const { files, findings } = sortOut(root, `${folder}/${kind}`, {
      file: new RegExp(`^${slug}\\.json$`),
      remedy: `name a ${one}'s file "<id>.json" in lower case, or remove this`,
    });
    inside.findings.push(...findings);
    return files.map((file) => `${folder}/${kind}/${file}`);
  };
  return {
    tenants: files('tenants', 'tenant'),
    services: files('services', 'service'),
    findings: inside.findings,
  };
}

/** Finds every environment, tenant and service under `<root>/environments`, and everything that should not be there. */
export function readTree(root: string): { environments: EnvironmentPaths[]; findings: Finding[] } {
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
    remedy: 'name an environment "<name>.ts" in lower case, or remove this',
  });
  const findings = [...top.findings];
  const withFile = new Set(top.files.map((file) => file.slice(0, -'.ts'.length)));
  const environments = [...new Set([...withFile, ...top.folders])].sort().map((name) => {
    const folder = `environments/${name}`;
    const file = withFile.has(name) ? `${folder}.ts` : undefined;
    if (!file)
      findings.push({
        file: folder,
        path: [],
        value: name,
        message: 'this folder belongs to no environment',
        remedy: `write ${folder}.ts, or remove the folder`,
      });
    const inside = top.folders.includes(name) ? readFolder(root, folder) : undefined;
    findings.push(...(inside?.findings ?? []));
    return { name, file, tenants: inside?.tenants ?? [], services: inside?.services ?? [] };
  });
  if (environments.length === 0)
    findings.push({
      file: 'environments',
      path: [],
      message: 'there is no environment',
      remedy: 'write environments/<name>.ts',
    });
  return { environments, findings };
}
