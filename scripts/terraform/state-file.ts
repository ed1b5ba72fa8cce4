/** One instance of a resource in a state. */
export interface StateInstance {
  index_key?: string | number;
  /** Of an object that has been replaced, and still has to be destroyed. */
  deposed?: string;
  attributes?: Record<string, unknown>;
}

/** A managed resource in a state. */
export interface StateResource {
  type: string;
  name: string;
  instances: StateInstance[];
}

/** A Terraform state, format version 4, as far as we read it. */
export interface StateFile {
  lineage: string;
  serial: number;
  outputs: Readonly<Record<string, { value?: unknown }>>;
  /** Those that Terraform manages, without what it only reads. */
  resources: StateResource[];
}

/** Reads a state's JSON. Throws for what is none of format version 4: nothing can be said then of what it holds. */
export function parseStateFile(text: string): StateFile {
  const { version, lineage, serial, outputs = {}, resources } = JSON.parse(text);
  if (version !== 4 || !Array.isArray(resources))
    throw new Error(`this is no Terraform state of format version 4, but ${JSON.stringify(version)}`);
  return { lineage, serial, outputs, resources: resources.filter(({ mode }) => mode === 'managed') };
}
