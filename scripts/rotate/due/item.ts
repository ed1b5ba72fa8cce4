import type { LastRotation } from '../record';

/** Kinds of secrets and certificates. */
export const kinds = [
  'client secret',
  'federation secret',
  'SAML certificate',
  'SAML request certificate',
] as const;
export type Kind = (typeof kinds)[number];

/** A secret or certificate of the fleet, as AWS describes it. Contains no part of its value. */
export interface Item {
  kind: Kind;
  /** What it belongs to, such as `dev-machine/billing`. */
  name: string;
  account: string;
  region: string;
  /** The owner. */
  owner: string;
  /** Creation time. */
  created?: Date;
  /** Expiry time. */
  expires?: Date;
  /** How it was last rotated. */
  last?: LastRotation;
  /** The rotation in progress can be completed from then on. */
  underWay?: Date;
  /** Callers have no managed secret yet: the current one is also in Terraform's state. */
  unmanaged?: true;
  /** Why it needs no rotation here. */
  byItself?: string;
  /** Why its state is unknown. */
  failed?: string;
}
