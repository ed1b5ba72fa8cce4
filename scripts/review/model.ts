/**
 * The review model: what a plan set would do, in one JSON shape with nothing secret in it. Every output and the guard
 * read only this. It says nothing of when, by whom or at which commit the plans were made, so that the same change has
 * the same model, and an approval can be bound to its hash.
 */
import type { StackInfo } from '../selection/stacks';
import type { EffectId } from './effects/catalogue';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a plan does to one resource. `forget`: the state lets go of it, and it stays. `none`: nothing at all. */
export type ReviewAction = 'create' | 'update' | 'replace' | 'delete' | 'forget' | 'move' | 'import' | 'none';

/**
 * Where a change is shown.
 * - `change`: AWS would be changed
 * - `state`: the state alone is (moved, imported, forgotten)
 * - `drift`: somebody has changed it outside of Terraform
 * - `deferred`: Terraform cannot tell yet
 * - `hidden`: Terraform's plan does not show it, and we found it by looking
 */
export type Section = 'change' | 'state' | 'drift' | 'deferred' | 'hidden';

/** One attribute that differs. */
export interface AttributeChange {
  /** `password_policy.minimum_length`. A block that is there once has no index. */
  path: string;
  /** Left out where it is not set, or secret. A policy in a JSON string is given as an object. */
  before?: Json;
  /** Left out where it is not set, secret or unknown. */
  after?: Json;
  /** Known only once it is applied. */
  unknown?: true;
  /** Its values are hidden. */
  secret?: true;
  /** Forces the resource to be replaced. */
  replaces?: true;
}

/** What a change means for identity, found by a rule of ours. */
export interface Effect {
  id: EffectId;
  /** With the values: `access tokens would live 60 minutes, now 15`. No secret in it. */
  what: string;
  /** Attribute that it was found at. */
  path?: string;
}

/** What happens to one resource. */
export interface ReviewedChange {
  /** `aws_cognito_user_pool.acme_pool` */
  address: string;
  type: string;
  action: ReviewAction;
  section: Section;
  /** Tenant or service that it belongs to: `tenant:acme`. Left out for what everybody in the stack shares. */
  owner?: string;
  /** What AWS calls it. */
  id?: string;
  /** Where it stood in the state before. */
  previousAddress?: string;
  /** By path. Empty for what is created, destroyed or moved as a whole. */
  attributes: AttributeChange[];
  effects: Effect[];
}

/** Where a stack stands. */
export type ReviewedStack = Pick<
  StackInfo,
  'id' | 'kind' | 'account' | 'accountId' | 'region' | 'stack' | 'wave' | 'tenants'
> & { ring: NonNullable<StackInfo['ring']> | null };

/** One stack's plan. */
export interface StackModel {
  stack: ReviewedStack;
  /** False: the account has no state bucket yet, so everything is created. */
  bootstrapped: boolean;
  /** Whether Terraform would change anything at all, outputs included. */
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
  /** Stacks that could not be planned: nobody knows what would happen to them. */
  failed: { id: string; reason: string }[];
  /** Stacks that were not planned, and why. */
  skipped: { id: string; why: string }[];
}

/** Every change with its stack. */
export const changesOf = ({
  stacks,
}: Pick<ReviewModel, 'stacks'>): { stack: StackModel; change: ReviewedChange }[] =>
  stacks.flatMap((stack) => stack.changes.map((change) => ({ stack, change })));
