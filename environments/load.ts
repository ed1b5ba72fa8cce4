import { basename, dirname } from 'node:path';
import { crossFindings } from './checks/all';
import type { EnvironmentFile } from './checks/check';
import { toProblem } from './loading/finding';
import { isDecisions } from './loading/folder';
import { type GuardFiles, readGuardFiles } from './loading/guard-files';
import { readJson } from './loading/json-file';
import { readModule } from './loading/module-file';
import { readOverlays } from './loading/overlays';
import { type Read, readFile, readGiven } from './loading/read-file';
import { mergeCauses } from './loading/same-cause';
import { readTenantIds, type TenantIds } from './loading/tenant-ids';
import { readTexts } from './loading/text-file';
import { type EnvironmentPaths, readTree } from './loading/tree';
import { type Problem, sortProblems } from './problems';
import {
  type Environment,
  environmentSchema,
  type LoadedEnvironment,
  type PolicyOverlay,
  type Service,
  serviceFileSchema,
  type Tenant,
  type TextFile,
  type Tombstone,
  tenantFileSchema,
  tombstoneFileSchema,
} from './schema';

/** The register as it is once the ids of these tenant files are in it, too. */
const withIdsOf = <R extends TenantIds>(register: R, files: readonly string[]): R => ({
  ...register,
  ids: [...register.ids, ...files.map((file) => ({ id: basename(file, '.json'), line: 1 }))],
});

/** Policies among the wanted files, by the folder that they will be in. */
function wantedOverlays(wanted: readonly TextFile[]) {
  const folders = [...new Set(wanted.map(({ path }) => dirname(path)))];
  return folders.map((folder) => {
    const inside = wanted.filter(({ path }) => dirname(path) === folder);
    const policies = inside.filter(({ path }) => !isDecisions(path));
    const decisions = inside.find(({ path }) => isDecisions(path));
    const of = 'tenant' as const;
    return {
      folder,
      overlays: { of, id: basename(folder), policies, ...(decisions && { decisions }) },
      findings: [],
    };
  });
}

function readEnvironment(root: string, paths: EnvironmentPaths, { wanted = [], begun = [] }: Intended) {
  const { name, file, tenants, services, overlays, tombstones, tenantIds, saml } = paths;
  const environment: Read<Environment> | undefined = file
    ? readFile(root, file, environmentSchema, (text) => readModule(root, file, text))
    : undefined;
  const readTenants: Read<Tenant>[] = tenants.map((tenant) =>
    readFile(root, tenant, tenantFileSchema, (text) => readJson(tenant, text)),
  );
  const inTenants = wanted.filter(({ path }) => path.startsWith(`environments/${name}/tenants/`));
  const isTenant = ({ path }: TextFile) => dirname(path) === `environments/${name}/tenants`;
  const wantedTenants = inTenants
    .filter(isTenant)
    .map(({ path, text }) => readGiven(path, text, tenantFileSchema, (given) => readJson(path, given)));
  const readServices: Read<Service>[] = services.map((service) =>
    readFile(root, service, serviceFileSchema, (text) => readJson(service, text)),
  );
  const readTombstones: Read<Tombstone>[] = tombstones.map((tombstone) =>
    readFile(root, tombstone, tombstoneFileSchema, (text) => readJson(tombstone, text)),
  );
  const toRegister = [
    ...wantedTenants.map(({ source }) => source.file),
    ...tenants.filter((tenant) => begun.includes(tenant)),
  ];
  return {
    name,
    file,
    tombstones: readTombstones,
    saml: readTexts(root, saml),
    register: tenantIds === undefined ? undefined : withIdsOf(readTenantIds(root, tenantIds), toRegister),
    environment,
    // Last, so that in a conflict the existing tenant counts as the owner.
    tenants: [...readTenants, ...wantedTenants],
    services: readServices,
    overlays: [
      ...overlays.map((paths) => readOverlays(root, paths)),
      ...wantedOverlays(inTenants.filter((file) => !isTenant(file))),
    ],
    guard: readGuardFiles(root, paths),
  };
}

/** What checks see of one environment: its valid parts, and those of its tenants and services. */
function checked(read: ReturnType<typeof readEnvironment>): EnvironmentFile {
  const { name, file, environment, tenants, services } = read;
  const beside = new Map(
    read.overlays.map(({ folder, overlays }) => [`${folder}.json`, { folder, policies: overlays.policies }]),
  );
  return {
    name,
    file: file ?? `environments/${name}`,
    written: new Set(Object.keys(Object(environment?.source.value))),
    environment: environment?.parts ?? {},
    register: read.register,
    samlDocuments: read.saml.files,
    tombstones: read.tombstones.map(({ source: { file }, parts }) => ({
      file,
      name: basename(file, '.json'),
      tombstone: parts,
    })),
    tenants: tenants.map(({ source: { file }, parts }) => ({
      file,
      name: basename(file, '.json'),
      tenant: parts,
      overlays: beside.get(file),
    })),
    services: services.map(({ source: { file }, parts }) => ({
      file,
      name: basename(file, '.json'),
      service: parts,
      overlays: beside.get(file),
    })),
  };
}

/** What a bootstrap is about to do to the tree. */
export interface Intended {
  /**
   * Tenant files and their own policies that are about to be written, which are checked as if they existed. Each then has
   * its own problems, even if they have the same cause.
   */
  wanted?: readonly TextFile[];
  /**
   * What it may have written already before it was killed: tenant files, whose ids it is about to register, and folders of
   * policies, whose tenants' files it is about to write.
   */
  begun?: readonly string[];
}

/** What was found under `<root>/environments`. */
export interface Loaded {
  /** Empty if there is any problem, so that nothing is generated from a half-valid tree. */
  environments: LoadedEnvironment[];
  /** Of all environments, even invalid ones, so that their mistakes are reported in the same run. */
  overlays: PolicyOverlay[];
  /** Rules and approvals of all environments, likewise. */
  guards: GuardFiles[];
  problems: Problem[];
}

/**
 * Reads `<root>/environments`: every environment with its tenants and services, all sorted by name.
 * Reports every problem of every file in one run and never throws because of a file's content.
 */
export function loadEnvironments(root: string, intended: Intended = {}): Loaded {
  const tree = readTree(root, intended.begun);
  const all = tree.environments.map((paths) => readEnvironment(root, paths, intended));
  const files = all.flatMap(({ environment, tenants, services, tombstones }) => [
    ...(environment ? [environment] : []),
    ...tenants,
    ...services,
    ...tombstones,
  ]);
  const documents = all.map(({ saml }) => saml);
  const registers = all.flatMap(({ register }) => (register ? [register] : []));
  const guards = all.map(({ guard }) => guard);
  const folders = all.flatMap(({ overlays }) => overlays);
  const overlays = folders.map(({ overlays }) => overlays);
  const approvals = guards.flatMap(({ approvals }) => approvals);
  const sources = new Map([...files, ...approvals].map(({ source }) => [source.file, source]));

  const findings = [
    ...tree.findings,
    ...[...files, ...folders, ...guards, ...registers, ...documents].flatMap(({ findings }) => findings),
    ...crossFindings(all.map(checked)),
  ];
  if (findings.length > 0)
    return {
      environments: [],
      overlays,
      guards,
      problems: sortProblems(
        (intended.wanted ? findings : mergeCauses(findings)).map((finding) =>
          toProblem(finding, sources.get(finding.file)),
        ),
      ),
    };
  return {
    // Without findings every part is valid, so the parts make up the whole.
    environments: all.map(({ environment, tenants, services, overlays, saml }) => ({
      environment: environment?.parts as Environment,
      tenants: tenants.map(({ parts }) => parts as Tenant),
      services: services.map(({ parts }) => parts as Service),
      overlays: overlays.map(({ overlays }) => overlays),
      samlDocuments: saml.files,
    })),
    overlays,
    guards,
    problems: [],
  };
}
