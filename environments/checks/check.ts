import type { Finding } from '../loading/finding';
import type { TenantIds } from '../loading/tenant-ids';
import type { Environment, Service, Tenant, TextFile, Tombstone } from '../schema';

/** The folder of policies beside a file. */
interface AdditionFolder {
  folder: string;
  policies: readonly TextFile[];
}

/** One tenant's file, with those top-level parts of it that are right by themselves. */
export interface TenantFile {
  file: string;
  /** The file's name without `.json`. */
  name: string;
  tenant: Partial<Tenant>;
  overlays?: AdditionFolder;
}

/** One service's file, likewise. */
export interface ServiceFile {
  file: string;
  /** The file's name without `.json`. */
  name: string;
  service: Partial<Service>;
  overlays?: AdditionFolder;
}

/** What is left of a tenant, likewise. */
export interface TombstoneFile {
  file: string;
  /** The file's name without `.json`. */
  name: string;
  tombstone: Partial<Tombstone>;
}

/** One environment's file, likewise, with its tenants and services. */
export interface EnvironmentFile {
  file: string;
  /** The file's name without `.ts`. */
  name: string;
  environment: Partial<Environment>;
  /** Top-level keys that stand in the file, right or wrong: what is absent from both is missing. */
  written: ReadonlySet<string>;
  /** Sorted by file. */
  tenants: readonly TenantFile[];
  /** Sorted by file. */
  services: readonly ServiceFile[];
  /** Sorted by file. */
  tombstones: readonly TombstoneFile[];
  /** Metadata documents of SAML providers. Sorted by file. */
  samlDocuments: readonly TextFile[];
  /** Ids that tenants were given; undefined where nobody keeps them. */
  register: TenantIds | undefined;
}

/** Looks at one environment by itself. */
export type EnvironmentCheck = (environment: EnvironmentFile) => Finding[];

/** Looks at all environments together. */
export type FleetCheck = (environments: readonly EnvironmentFile[]) => Finding[];
