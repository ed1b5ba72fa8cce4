import type { ClientConfig } from '../aws/credentials';

/** The part of a stack's synthesized `cdk.tf.json` that adoption reads. */
export interface StackConfiguration {
  resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  provider?: unknown;
  /** The stack's own import blocks. */
  import?: unknown;
}

/** A resource's attributes, by the provider's names. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A stack whose apply was interrupted. */
export interface AdoptionInput {
  configuration: StackConfiguration;
  /** Addresses (`aws_x.name`) that the apply was to create or replace, and that are not in the state. */
  missing: readonly string[];
  /** Attributes of everything in the state, by address. */
  known: ReadonlyMap<string, Attributes>;
  /** What the broken-off apply reported as created: address → `id_value` of its `apply_complete` line. */
  created: ReadonlyMap<string, string>;
  /** ARN of the role that deploys the stack, for messages. */
  role: string;
  /** Access as that role, in a region. Called once per region. */
  access(region: string): Promise<ClientConfig>;
  /** Region of the stack's default provider. */
  region: string;
  /** 12 digits. */
  accountId: string;
}

/** A state entry for a resource that cannot be imported. */
export interface StateEntry {
  /** Schema version of the resource type in the provider. */
  schemaVersion: number;
  attributes: Attributes;
}

/** What the provider cannot import, and what happens instead. */
export type NotImported = { address: string; what: string } & (
  | {
      /**
       * `again`: Terraform creates it again, which is harmless. `by-itself`: the stack's own import block takes it over.
       * `unsupported`: not looked for; if it was created, Terraform creates a second one.
       */
      instead: 'again' | 'by-itself' | 'unsupported';
    }
  | {
      /** It exists in AWS as configured: the caller puts this into the state. */
      instead: 'state';
      state: StateEntry;
    }
);

/** A case that a person has to decide. */
export interface Ambiguity {
  address: string;
  /** Import ids of all candidates. */
  candidates: string[];
  why: string;
}

/** What to do about everything missing. Each address is in exactly one list. */
export interface AdoptionPlan {
  /** `import` blocks. */
  imports: { to: string; id: string }[];
  /** Not in AWS: Terraform creates them as usual. */
  absent: string[];
  /** Not imported by the provider. */
  notImported: NotImported[];
  /** Several candidates, or one that is not ours. Nothing may be applied while there are any. */
  ambiguous: Ambiguity[];
  /** Depends on something ambiguous, so cannot be looked for. */
  undecided: string[];
}
