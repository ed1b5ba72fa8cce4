import type { StateStore } from '../aws/state-store';

/** A Terraform state in its bucket. */
export interface StateInBucket {
  lineage: string;
  serial: number;
  etag: string;
  /** Attributes of every managed resource by address, such as `aws_cognito_user_pool.acme_pool`. */
  resources: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

interface RawInstance {
  index_key?: string | number;
  /** Of an object that has been replaced, and still has to be destroyed. */
  deposed?: string;
  attributes?: Record<string, unknown>;
}

const addressOf = (type: string, name: string, { index_key }: RawInstance) =>
  `${type}.${name}${index_key === undefined ? '' : `[${JSON.stringify(index_key)}]`}`;

/** Reads a state's JSON. Throws for what is none. */
export function parseStateFile(text: string, etag: string): StateInBucket {
  const { version, lineage, serial, resources } = JSON.parse(text);
  if (version !== 4 || !Array.isArray(resources))
    throw new Error(`this is no Terraform state of format version 4, but ${JSON.stringify(version)}`);
  const managed = resources.filter(({ mode }: { mode: string }) => mode === 'managed');
  return {
    lineage,
    serial,
    etag,
    resources: new Map(
      managed.flatMap(({ type, name, instances }: { type: string; name: string; instances: RawInstance[] }) =>
        instances
          .filter(({ deposed }) => deposed === undefined)
          .map((instance) => [addressOf(type, name, instance), instance.attributes ?? {}] as const),
      ),
    ),
  };
}

/** A stack's state; undefined when there is none. An emptied object counts as none, as it does for Terraform. */
export async function readState(store: StateStore, key: string): Promise<StateInBucket | undefined> {
  const found = await store.read(key);
  if (!found || found.text.trim() === '') return undefined;
  return parseStateFile(found.text, found.etag);
}
