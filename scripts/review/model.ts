/**
 * The review model: what a plan set would do, in one JSON shape without secrets. Every output and the guard
 * read only this. It does not record when, by whom or at which commit the plans were made, so that the same change has
 * the same model, and an approval can be bound to its hash.
 */
import type { StackInfo } from '../selection/stacks';
import type { EffectId } from './effects/catalogue';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a plan does to one resource. `forget`: removed from the state but not destroyed. `none`: nothing. */
export type ReviewAction = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'move' | 'import' | 'none';

/**
 * Where a change is shown.
 * - `change`: AWS would be changed
 * - `state`: only the state would be changed (moved, imported, forgotten)
 * - `drift`: it was changed outside Terraform
 * - `deferred`: Terraform does not know yet
 * - `hidden`: Terraform's plan does not show it; found by our own checks
 */
export type Section = 'change' | 'state' | 'drift' | 'deferred' | 'hidden';

/** One attribute that differs. */
export interface AttributeChange {
  /** `password_policy.minimum_length`. A block that occurs once has no index. */
  path: string;
  /** Omitted if unset or secret. A policy in a JSON string is parsed to an object. */
  before?: Json;
  /** Omitted if unset, secret or unknown. */
  after?: Json;
  /** Unknown until applied. */
  unknown?: true;
  /** Its values are hidden. */
  secret?: true;
  /** Forces the resource to be replaced. */
  replaces?: true;
}

/** What a change means for identity, found by one of our rules. */
export interface Effect {
  id: EffectId;
  /** With values: `access tokens would be valid for 60 minutes, now 15`. Never contains a secret. */
  what: string;
  /** Attribute where it was found. */
  path?: string;
}

/** What happens to one resource. */
export interface ReviewedChange {
  /** `aws_cognito_user_pool.acme_pool` */
  address: string;
  type: string;
  action: ReviewAction;
  section: Section;
  /** Tenant or service that it belongs to: `tenant:acme`. Omitted for shared resources. */
  owner?: string;
  /** Its id in AWS. */
  id?: string;
  /** Its earlier address in the state. */
  previousAddress?: string;
  /** By path. Empty for a resource created, destroyed or moved as a whole. */
  attributes: AttributeChange[];
  effects: Effect[];
}

/** A stack and its placement. */
export type ReviewedStack = Pick<
  StackInfo,
  'id' | 'kind' | 'account' | 'accountId' | 'region' | 'stack' | 'wave' | 'tenants'
> & { ring: NonNullable<StackInfo['ring']> | null };

/** One stack's plan. */
export interface StackModel {
  stack: ReviewedStack;
  /** False if the account has no state bucket yet, so that everything is created. */
  bootstrapped: boolean;
  /** Whether Terraform would change anything at all, including outputs. */
  changed: boolean;
  /** Sorted by section, then address. */
  changes: ReviewedChange[];
}

/** A whole plan set. Stacks are sorted by id. */
export interface ReviewModel {
  version: 1;
  environment: string;
  production: boolean;
  stacks: StackModel[];
  /** Stacks that could not be planned, so their changes are unknown. */
  failed: { id: string; reason: string }[];
  /** Stacks that were not planned, and why. */
  skipped: { id: string; why: string }[];
}

/** Every change with its stack. */
export const changesOf = ({
  stacks,
}: Pick<ReviewModel, 'stacks'>): { stack: StackModel; change: ReviewedChange }[] =>
  stacks.flatMap((stack) => stack.changes.map((change) => ({ stack, change })));
