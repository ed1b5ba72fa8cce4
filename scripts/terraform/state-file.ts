/** One instance of a resource in a state. */
export interface StateInstance {
  index_key?: string | number;
  /** Set for an object that has been replaced but not destroyed yet. */
  deposed?: string;
  attributes?: Record<string, unknown>;
}

/** A managed resource in a state. */
export interface StateResource {
  type: string;
  name: string;
  instances: StateInstance[];
}

/** The part of a Terraform state (format version 4) that we read. */
export interface StateFile {
  lineage: string;
  serial: number;
  outputs: Readonly<Record<string, { value?: unknown }>>;
  /** Managed resources, without data sources. */
  resources: StateResource[];
}

/** Parses a state. Throws for anything but format version 4, whose content would be unknown. */
export function parseStateFile(text: string): StateFile {
  const { version, lineage, serial, outputs = {}, resources } = JSON.parse(text);
  if (version !== 4 || !Array.isArray(resources))
    throw new Error(`not a Terraform state of format version 4, but ${JSON.stringify(version)}`);
  return { lineage, serial, outputs, resources: resources.filter(({ mode }) => mode === 'managed') };
}
