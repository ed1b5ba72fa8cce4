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

/** What an environment's folder holds; paths are relative to the root. */
export interface FolderPaths {
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

/** A name in lower case. */
export const slug = '[a-z][a-z0-9-]*';

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
export const fileIsExplained = (findings: readonly Finding[], folder: string) =>
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
      if (!fileIsExplained(findings, folder) && !begun.includes(folder))
        findings.push({
          file: folder,
          path: [],
          value: id,
          message: `this folder belongs to no ${of}`,
          remedy: `write ${folder}.json, or remove the folder`,
        });
      return [];
    }
    const inside = sortOut(root, folder, ownPolicies);
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

/** Nothing, as of an environment without a folder. */
export const noFolder: FolderPaths & { findings: Finding[] } = {
  tenants: [],
  services: [],
  overlays: [],
  guard: [],
  approvals: [],
  tombstones: [],
  saml: [],
  findings: [],
};

/** Finds what an environment's folder holds, and everything that should not be there. */
export function readFolder(
  root: string,
  folder: string,
  begun: readonly string[],
): FolderPaths & { findings: Finding[] } {
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
