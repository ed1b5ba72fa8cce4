import type { Loaded, Service } from './clients';

/** Attributes of something that stands in AWS, as a state would hold them: what it is known by, and what others refer to. */
export type Found = Readonly<Record<string, string>>;

/** Something in AWS that may be what is wanted. */
export interface Candidate {
  attributes: Found;
  /** Whether it is what configuration says, tags apart. One that is not may still be the one that the apply reported. */
  matches: boolean;
  /** Where the resource type has tags: its own. */
  tags?: Readonly<Record<string, string>>;
}

/** What a resource is looked for with. */
export interface Look {
  address: string;
  region: string;
  accountId: string;
  /** A string argument, with its references resolved. Throws where it is not set, or belongs to something absent. */
  text(path: string): Promise<string>;
  /** The same of an argument that may be left out. */
  optional(path: string): Promise<string | undefined>;
  /** A whole argument as it stands, such as a map. References inside are resolved. */
  value(path: string): Promise<unknown>;
  /** A service's SDK and client, in the resource's region. */
  use<S extends Service>(service: S): Promise<Loaded<S>>;
  /** Asks AWS one thing; see `ask`. */
  ask<T>(action: string, run: () => Promise<T>, missing?: readonly string[]): Promise<T | undefined>;
  /** What was asked for under this key before, in this pass and region. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
}

interface Described {
  /** How it is looked for, in a few words. */
  found: string;
  /** What tells it from others. */
  unique: string;
}

/** A resource type that the provider imports. */
export interface Importable extends Described {
  /**
   * `name`: configuration says what it is called, and AWS has it once: one that is not ours is an error.
   * `list`: AWS makes up its id, and there may be others of the same name, which are left alone.
   */
  by: 'name' | 'list';
  /** The import id's format, as the provider's documentation writes it. */
  format: string;
  /**
   * Arguments that the provider does not read back, and for which it replaces what was imported without them. Such a
   * resource is put into the state instead, with these and with what it is known by; Terraform reads the rest.
   */
  unread?: readonly string[];
  /** The import id, from attributes as a state holds them. */
  importId(attributes: Readonly<Record<string, unknown>>): string;
  find(look: Look): Promise<Candidate[]>;
}

/** A resource type that is not imported by us. */
export interface NotImportable {
  by: 'nothing';
  /** What happens instead. */
  what: string;
  instead: 'again' | 'by-itself' | 'unsupported';
}

/** An item of a table: it is compared, and put into the state. */
export interface AsState extends Described {
  by: 'state';
  what: string;
}

/** How resources of one type are found. */
export type Kind = Importable | NotImportable | AsState;

/** Of a type whose name is unique: nothing, or the one that has the name. */
export const one = (attributes: Found | undefined, tags?: Candidate['tags']): Candidate[] =>
  attributes ? [{ attributes, matches: true, ...(tags && { tags }) }] : [];

/** Tags of services that give them as a list. */
export const tagMap = (
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> => Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
