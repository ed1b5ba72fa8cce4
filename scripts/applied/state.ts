import type { StateStore } from '../aws/state-store';
import { parseStateFile, type StateInstance } from '../terraform/state-file';

/** A Terraform state in its bucket. */
export interface StateInBucket {
  lineage: string;
  serial: number;
  etag: string;
  /** Attributes of every managed resource by address, such as `aws_cognito_user_pool.acme_pool`. */
  resources: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

const addressOf = (type: string, name: string, { index_key }: StateInstance) =>
  `${type}.${name}${index_key === undefined ? '' : `[${JSON.stringify(index_key)}]`}`;

/** Parses a state's JSON, or throws. @param etag ETag of its object */
export function parseState(text: string, etag: string): StateInBucket {
  const { lineage, serial, resources } = parseStateFile(text);
  const attributes = resources.flatMap(({ type, name, instances }) =>
    instances
      .filter(({ deposed }) => deposed === undefined)
      .map((instance) => [addressOf(type, name, instance), instance.attributes ?? {}] as const),
  );
  return { lineage, serial, etag, resources: new Map(attributes) };
}

/** A stack's state; undefined if there is none. An empty object counts as none, as it does for Terraform. */
export async function readState(store: StateStore, key: string): Promise<StateInBucket | undefined> {
  const found = await store.read(key);
  if (!found || found.text.trim() === '') return undefined;
  return parseState(found.text, found.etag);
}
