import type { Loaded, Service } from './clients';

/** Attributes of something in AWS, as in a state: those that identify it, and those that others refer to. */
export type Found = Readonly<Record<string, string>>;

/** Something in AWS that may be the missing resource. */
export interface Candidate {
  attributes: Found;
  /** Whether it matches configuration, apart from tags. If not, it may still be the one that the apply reported. */
  matches: boolean;
  /** Its tags, if the resource type has any. */
  tags?: Readonly<Record<string, string>>;
}

/** Everything needed to look for a resource. */
export interface Look {
  address: string;
  region: string;
  accountId: string;
  /** A string argument, with its references resolved. Throws if it is not set, or refers to something absent. */
  text(path: string): Promise<string>;
  /** The same for an optional argument. */
  optional(path: string): Promise<string | undefined>;
  /** A whole argument, such as a map, with references inside resolved. */
  value(path: string): Promise<unknown>;
  /** A service's SDK and client, in the resource's region. */
  use<S extends Service>(service: S): Promise<Loaded<S>>;
  /** Makes one AWS call; see `ask`. */
  ask<T>(action: string, run: () => Promise<T>, missing?: readonly string[]): Promise<T | undefined>;
  /** Caches a result by key, within this pass and region. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
}

interface Described {
  /** How it is looked for, in a few words. */
  found: string;
  /** What distinguishes it from others. */
  unique: string;
}

/** A resource type that the provider imports. */
export interface Importable extends Described {
  /**
   * `name`: configuration gives its name, which is unique in AWS: one that is not ours is an error.
   * `list`: AWS generates its id, and others may have the same name, which are left alone.
   */
  by: 'name' | 'list';
  /** The import id's format, as the provider's documentation writes it. */
  format: string;
  /**
   * Arguments that the provider does not read back, so that it would replace a resource imported without them. Such a
   * resource is put into the state instead, with these and its identifying attributes; Terraform reads the rest.
   */
  unread?: readonly string[];
  /** The import id, from attributes as in a state. */
  importId(attributes: Readonly<Record<string, unknown>>): string;
  find(look: Look): Promise<Candidate[]>;
}

/** A resource type that we do not import. */
export interface NotImportable {
  by: 'nothing';
  /** What happens instead. */
  what: string;
  instead: 'again' | 'by-itself' | 'unsupported';
}

/** A table item, which is compared and put into the state. */
export interface AsState extends Described {
  by: 'state';
  what: string;
}

/** How resources of one type are found. */
export type Kind = Importable | NotImportable | AsState;

/** For a type with unique names: nothing, or the one with the name. */
export const one = (attributes: Found | undefined, tags?: Candidate['tags']): Candidate[] =>
  attributes ? [{ attributes, matches: true, ...(tags && { tags }) }] : [];

/** Converts tags from services that return them as a list. */
export const tagMap = (
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> => Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
