import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding';
import { sortOut } from './listing';
import { tenantIdsName } from './tenant-ids';

/** The policies beside one tenant's or service's file. */
export interface OverlayPaths {
  of: 'tenant' | 'service';
  /** The folder's name: the id that they belong to. */
  id: string;
  folder: string;
  policies: string[];
  /** Golden decisions. */
  decisions?: string;
}

/** The files of one environment, relative to the root. */
export interface EnvironmentPaths {
  /** The name of the file or folder. */
  name: string;
  /** Undefined for a folder without its environment. */
  file?: string;
  tenants: string[];
  services: string[];
  /** Sorted: those of tenants first. */
  overlays: OverlayPaths[];
  /** Additional rules of this environment's guard. */
  guard: string[];
  approvals: string[];
  /** Tombstones of tenants that are leaving or have left. */
  tombstones: string[];
  /** Metadata documents of SAML providers. */
  saml: string[];
  /** The register of ids ever given to tenants. */
  tenantIds?: string;
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

const slug = '[a-z][a-z0-9-]*';

const decisionsFile = 'decisions.json';

/** What a folder of policies of one tenant or service may hold. */
export const ownPolicies = {
  file: new RegExp(`^(${slug}(\\.template)?\\.cedar|decisions\\.json)$`),
  remedy:
    'name a policy "<name>.cedar", a template "<name>.template.cedar" and golden decisions "decisions.json", or remove this',
};

/** Whether a file of such a folder holds its golden decisions. */
export const isDecisions = (path: string): boolean => path.endsWith(`/${decisionsFile}`);

/** A rule of the guard. */
const ruleFile = new RegExp(`^${slug}\\.cedar$`);
const ruleRemedy = 'name a rule "<id>.cedar" in lower case, or remove this';

/** Whether a finding already explains why a folder's file is missing: not a file, or a wrong extension or case. */
const fileIsTold = (findings: readonly Finding[], folder: string) =>
  findings.some(({ file }) => file.toLowerCase().replace(/\.[^./]*$/, '') === folder && file !== folder);

/** Finds an environment's tenants or services, and the folders of policies beside their files. */
function readKind(root: string, parent: string, of: 'tenant' | 'service', begun: readonly string[]) {
  const { files, folders, findings } = sortOut(root, parent, {
    file: new RegExp(`^${slug}\\.json$`),
    folder: new RegExp(`^${slug}$`),
    remedy: `name a ${of}'s file "<id>.json" in lower case, and a folder of its policies "<id>", or remove this`,
  });
  const ids = new Set(files.map((file) => file.slice(0, -'.json'.length)));
  const overlays = folders.flatMap((id): OverlayPaths[] => {
    const folder = `${parent}/${id}`;
    if (!ids.has(id)) {
      if (!fileIsTold(findings, folder) && !begun.includes(folder))
        findings.push({
          file: folder,
          path: [],
          value: id,
          message: `this folder belongs to no ${of}`,
          remedy: `write ${folder}.json, or remove the folder`,
        });
      return [];
    }
    const inside = sortOut(root, folder, {
      ...ownPolicies,
    });
    findings.push(...inside.findings);
    const paths = inside.files.map((file) => `${folder}/${file}`);
    return [
      {
        of,
        id,
        folder,
        policies: paths.filter((path) => !isDecisions(path)),
        decisions: paths.find(isDecisions),
      },
    ];
  });
  return { files: files.map((file) => `${parent}/${file}`), overlays, findings };
}

/** Finds the files of a folder that may contain only such files. */
function readFlat(root: string, folder: string, file: RegExp, remedy: string) {
  const { files, findings } = sortOut(root, folder, { file, remedy });
  return { files: files.map((name) => `${folder}/${name}`), findings };
}

/** Finds an environment's tenants and services, its guard's own rules, and its approvals. */
function readFolder(root: string, folder: string, begun: readonly string[]) {
  const inside = sortOut(root, folder, {
    file: new RegExp(`^${tenantIdsName}$`),
    folder: /^(tenants|services|guard|approvals|tombstones|saml)$/,
    remedy:
      'put tenants into "tenants", services into "services", rules of the guard into "guard", approvals into "approvals" and metadata documents into "saml", or remove this',
  });
  const none = { files: [], overlays: [], findings: [] };
  const flat = (kind: string, file: RegExp, remedy: string) =>
    inside.folders.includes(kind) ? readFlat(root, `${folder}/${kind}`, file, remedy) : none;
  const read = (kind: string, of: 'tenant' | 'service') =>
    inside.folders.includes(kind) ? readKind(root, `${folder}/${kind}`, of, begun) : none;
  const [tenants, services] = [read('tenants', 'tenant'), read('services', 'service')];
  const guard = flat('guard', ruleFile, ruleRemedy);
  const approvals = flat(
    'approvals',
    new RegExp(`^${slug}\\.json$`),
    'name an approval "<name>.json" in lower case, or remove this',
  );
  const tombstones = flat(
    'tombstones',
    new RegExp(`^${slug}\\.json$`),
    'leave tombstones as `fleet tenant offboard` has written them, and put nothing else here',
  );
  const saml = flat(
    'saml',
    new RegExp(`^${slug}\\.xml$`),
    'name a metadata document "<name>.xml" in lower case, or remove this',
  );
  return {
    tenants: tenants.files,
    services: services.files,
    overlays: [...tenants.overlays, ...services.overlays],
    guard: guard.files,
    approvals: approvals.files,
    tombstones: tombstones.files,
    saml: saml.files,
    tenantIds: inside.files.map((name) => `${folder}/${name}`)[0],
    findings: [inside, tenants, services, guard, approvals, tombstones, saml].flatMap(
      ({ findings }) => findings,
    ),
  };
}

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
    if (!file && !fileIsTold(top.findings, folder))
      findings.push({
        file: folder,
        path: [],
        value: name,
        cause: folder,
        message: 'this folder belongs to no environment',
        remedy: `write ${folder}.ts, or remove the folder`,
      });
    const inside = top.folders.includes(name) ? readFolder(root, folder, begun) : undefined;
    findings.push(...(inside?.findings ?? []));
    const {
      tenants = [],
      services = [],
      overlays = [],
      guard = [],
      approvals = [],
      tombstones = [],
      saml = [],
    } = inside ?? {};
    return {
      name,
      file,
      tenants,
      services,
      overlays,
      guard,
      approvals,
      tombstones,
      saml,
      tenantIds: inside?.tenantIds,
    };
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
