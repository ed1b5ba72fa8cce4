import type { Finding } from '../loading/finding';
import type { TenantIds } from '../loading/tenant-ids';
import type { Environment, Service, Tenant, TextFile, Tombstone } from '../schema';

/** The folder of policies beside a file. */
interface AdditionFolder {
  folder: string;
  policies: readonly TextFile[];
}

/** One tenant's file, reduced to the top-level parts that are valid by themselves. */
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
  /** Top-level keys in the file, valid or not: a key absent here is really missing. */
  written: ReadonlySet<string>;
  /** Sorted by file. */
  tenants: readonly TenantFile[];
  /** Sorted by file. */
  services: readonly ServiceFile[];
  /** Sorted by file. */
  tombstones: readonly TombstoneFile[];
  /** Metadata documents of SAML providers. Sorted by file. */
  samlDocuments: readonly TextFile[];
  /** Every id ever given to a tenant; undefined if there is no register. */
  register: TenantIds | undefined;
}

/** Checks one environment by itself. */
export type EnvironmentCheck = (environment: EnvironmentFile) => Finding[];

/** Checks all environments together. */
export type FleetCheck = (environments: readonly EnvironmentFile[]) => Finding[];
