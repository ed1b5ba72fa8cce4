import { basename } from 'node:path';
import { crossFindings } from './checks/all';
import type { EnvironmentFile } from './checks/check';
import { toProblem } from './loading/finding';
import { type GuardFiles, readGuardFiles } from './loading/guard-files';
import { readJson } from './loading/json-file';
import { readModule } from './loading/module-file';
import { readOverlays } from './loading/overlays';
import { type Read, readFile, readGiven } from './loading/read-file';
import { mergeCauses } from './loading/same-cause';
import { readTenantIds, type TenantIds } from './loading/tenant-ids';
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

/** An id about to be given counts as registered, at line 1 of its file. */
const withWanted = <R extends TenantIds>(register: R, wanted: readonly Read<Tenant>[]): R => ({
  ...register,
  ids: [...register.ids, ...wanted.map(({ source }) => ({ id: basename(source.file, '.json'), line: 1 }))],
});

function readEnvironment(root: string, paths: EnvironmentPaths, wanted: readonly TextFile[]) {
  const { name, file, tenants, services, overlays, tombstones, tenantIds } = paths;
  const environment: Read<Environment> | undefined = file
    ? readFile(root, file, environmentSchema, (text) => readModule(root, file, text))
    : undefined;
  const readTenants: Read<Tenant>[] = tenants.map((tenant) =>
    readFile(root, tenant, tenantFileSchema, (text) => readJson(tenant, text)),
  );
  const wantedTenants = wanted
    .filter(({ path }) => path.startsWith(`environments/${name}/tenants/`))
    .map(({ path, text }) => readGiven(path, text, tenantFileSchema, (given) => readJson(path, given)));
  const readServices: Read<Service>[] = services.map((service) =>
    readFile(root, service, serviceFileSchema, (text) => readJson(service, text)),
  );
  const readTombstones: Read<Tombstone>[] = tombstones.map((tombstone) =>
    readFile(root, tombstone, tombstoneFileSchema, (text) => readJson(tombstone, text)),
  );
  return {
    name,
    file,
    tombstones: readTombstones,
    register: tenantIds === undefined ? undefined : withWanted(readTenantIds(root, tenantIds), wantedTenants),
    environment,
    // Last, so that in a conflict the existing tenant counts as the owner.
    tenants: [...readTenants, ...wantedTenants],
    services: readServices,
    overlays: overlays.map((paths) => readOverlays(root, paths)),
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
 * @param wanted tenant files about to be written, checked as if they already existed. Then each reports its own
 *   problems, even those with a shared cause
 */
export function loadEnvironments(root: string, wanted: readonly TextFile[] = []): Loaded {
  const tree = readTree(root);
  const all = tree.environments.map((paths) => readEnvironment(root, paths, wanted));
  const files = all.flatMap(({ environment, tenants, services, tombstones }) => [
    ...(environment ? [environment] : []),
    ...tenants,
    ...services,
    ...tombstones,
  ]);
  const registers = all.flatMap(({ register }) => (register ? [register] : []));
  const guards = all.map(({ guard }) => guard);
  const folders = all.flatMap(({ overlays }) => overlays);
  const overlays = folders.map(({ overlays }) => overlays);
  const approvals = guards.flatMap(({ approvals }) => approvals);
  const sources = new Map([...files, ...approvals].map(({ source }) => [source.file, source]));

  const findings = [
    ...tree.findings,
    ...[...files, ...folders, ...guards, ...registers].flatMap(({ findings }) => findings),
    ...crossFindings(all.map(checked)),
  ];
  if (findings.length > 0)
    return {
      environments: [],
      overlays,
      guards,
      problems: sortProblems(
        (wanted.length > 0 ? findings : mergeCauses(findings)).map((finding) =>
          toProblem(finding, sources.get(finding.file)),
        ),
      ),
    };
  return {
    // Without findings every part is valid, so the parts make up the whole.
    environments: all.map(({ environment, tenants, services, overlays }) => ({
      environment: environment?.parts as Environment,
      tenants: tenants.map(({ parts }) => parts as Tenant),
      services: services.map(({ parts }) => parts as Service),
      overlays: overlays.map(({ overlays }) => overlays),
    })),
    overlays,
    guards,
    problems: [],
  };
}
