import type { LastRotation } from '../record';

/** What a secret or certificate is. */
export const kinds = [
  'client secret',
  'federation secret',
  'SAML certificate',
  'SAML request certificate',
] as const;
export type Kind = (typeof kinds)[number];

/** A secret or certificate of the fleet, as AWS tells of it. Nothing of its value is in it. */
export interface Item {
  kind: Kind;
  /** What it is of, such as `dev-machine/billing`. */
  name: string;
  account: string;
  region: string;
  /** Who answers for it. */
  owner: string;
  /** When it was made. */
  created?: Date;
  /** When it expires by itself. */
  expires?: Date;
  /** How it was last rotated. */
  last?: LastRotation;
  /** From when on its rotation, which is under way, can be brought to its end. */
  underWay?: Date;
  /** Callers have no managed secret yet: what there is lies in Terraform's state, too. */
  unmanaged?: true;
  /** Why nobody here has to rotate it. */
  byItself?: string;
  /** Why nothing could be told. */
  failed?: string;
}
