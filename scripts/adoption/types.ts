import type { ClientConfig } from '../aws/credentials';

/** A stack's synthesized `cdk.tf.json`, as far as finding reads it. */
export interface StackConfiguration {
  resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  provider?: unknown;
  /** The stack's own import blocks. */
  import?: unknown;
}

/** Attributes of a resource, by the provider's names. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What is known about a stack whose apply was broken off. */
export interface AdoptionInput {
  configuration: StackConfiguration;
  /** Addresses (`aws_x.name`) that the apply was to create, or to replace, and that the state does not hold now. */
  missing: readonly string[];
  /** Attributes of everything that the state holds, by address. */
  known: ReadonlyMap<string, Attributes>;
  /** What the broken-off apply reported as created: address → `id_value` of its `apply_complete` line. */
  created: ReadonlyMap<string, string>;
  /** ARN of the role that deploys the stack, for messages. */
  role: string;
  /** Access as that role, in a region. It is asked for each region once. */
  access(region: string): Promise<ClientConfig>;
  /** Region of the stack's default provider. */
  region: string;
  /** 12 digits. */
  accountId: string;
}

/** What a state needs of a resource that no provider can import. */
export interface StateEntry {
  /** Of the resource type, in the provider. */
  schemaVersion: number;
  attributes: Attributes;
}

/** What the provider cannot import, and what happens instead. */
export type NotImported = { address: string; what: string } & (
  | {
      /**
       * `again`: Terraform creates it, which does no harm. `by-itself`: the stack's own import block takes it over.
       * `unsupported`: nobody has looked; where it was created, Terraform creates a second one.
       */
      instead: 'again' | 'by-itself' | 'unsupported';
    }
  | {
      /** It stands in AWS as configuration would write it: the caller puts this into the state. */
      instead: 'state';
      state: StateEntry;
    }
);

/** What a person has to decide. */
export interface Ambiguity {
  address: string;
  /** Import ids of everything that it may be. */
  candidates: string[];
  why: string;
}

/** What is to be done about everything that was missing. Each address stands in exactly one list. */
export interface AdoptionPlan {
  /** `import` blocks. */
  imports: { to: string; id: string }[];
  /** Not in AWS: Terraform creates them as usual. */
  absent: string[];
  /** Not for the provider to import. */
  notImported: NotImported[];
  /** Nothing may be applied while there is any: more than one candidate, or one that is somebody else's. */
  ambiguous: Ambiguity[];
  /** What belongs to something ambiguous, and so cannot be looked for. */
  undecided: string[];
}
