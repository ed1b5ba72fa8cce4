import type { LoadedEnvironment } from '../../environments/schema';
import type { StackInfo } from '../selection/stacks';
import type { Effect, Json, ReviewAction, Section } from './model';

/** Attributes of a resource, including secrets: only in memory, never in a message. */
export type Attributes = Readonly<Record<string, Json>>;

/** One resource of Terraform's plan, changed or not. Never written anywhere. */
export interface PlannedResource {
  /** `aws_cognito_user_pool.acme_pool` */
  address: string;
  type: string;
  /** `acme_pool` */
  name: string;
  /** `none` if unchanged. */
  action: ReviewAction;
  section: Section;
  previousAddress?: string;
  /** Undefined if it does not exist yet. */
  before: Attributes | undefined;
  /** Undefined if it is gone. Unknown attributes are missing. */
  after: Attributes | undefined;
  /** Same shape as `after`, with `true` where the value is unknown before the apply. */
  unknown: Json;
  /**
   * Attributes as synthesized, including references such as `${aws_cognito_user_pool.acme_pool.arn}`, for
   * values that are not known yet. Omitted if they were not read.
   */
  configured?: Attributes;
  /** Paths that force a replacement, as in `AttributeChange`. */
  replacedBy: readonly string[];
}

/** What a rule may read besides the change itself. */
export interface EffectContext {
  stack: StackInfo;
  loaded: LoadedEnvironment;
  /** All resources of the stack's plan with section `change` or `state`, including unchanged ones. */
  resources: readonly PlannedResource[];
}

/** Determines what a change means. Pure; its output never contains a secret. */
export type EffectRule = (change: PlannedResource, context: EffectContext) => Effect[];
