import type { Finding } from '../loading/finding';
import type { Environment, Tenant } from '../schema';

/** One tenant's file, with those top-level parts of it that are right by themselves. */
export interface TenantFile {
  file: string;
  /** The file's name without `.json`. */
  name: string;
  tenant: Partial<Tenant>;
}

/** One environment's file, likewise, with its tenants. */
export interface EnvironmentFile {
  file: string;
  /** The file's name without `.ts`. */
  name: string;
  environment: Partial<Environment>;
  /** Sorted by file. */
  tenants: readonly TenantFile[];
}

/** Looks at one environment by itself. */
export type EnvironmentCheck = (environment: EnvironmentFile) => Finding[];

/** Looks at all environments together. */
export type FleetCheck = (environments: readonly EnvironmentFile[]) => Finding[];
