import type { LoadedEnvironment } from '../../environments/schema';
import type { StackInfo } from '../selection/stacks';
import type { Effect, Json, ReviewAction, Section } from './model';

/** Attributes of a resource, secrets and all: in memory only, and never in a message. */
export type Attributes = Readonly<Record<string, Json>>;

/** One resource of a plan as Terraform has it, changed or not. Never written anywhere. */
export interface PlannedResource {
  /** `aws_cognito_user_pool.acme_pool` */
  address: string;
  type: string;
  /** `acme_pool` */
  name: string;
  /** `none`: it stays as it is. */
  action: ReviewAction;
  section: Section;
  previousAddress?: string;
  /** Undefined: it is not there, or not yet. */
  before: Attributes | undefined;
  /** Undefined: it is gone. Attributes that are not known yet are missing. */
  after: Attributes | undefined;
  /** Same shape as `after`, with `true` where nothing is known before the apply. */
  unknown: Json;
  /**
   * Attributes as they are synthesized, references such as `${aws_cognito_user_pool.acme_pool.arn}` and all: what is
   * said of values that are not known yet. Left out where nobody has read them.
   */
  configured?: Attributes;
  /** Paths that force a replacement, as in `AttributeChange`. */
  replacedBy: readonly string[];
}

/** Everything that a rule may look at besides the change itself. */
export interface EffectContext {
  stack: StackInfo;
  loaded: LoadedEnvironment;
  /** All resources of the stack's plan with section `change` or `state`, those that stay as they are too. */
  resources: readonly PlannedResource[];
}

/** Says what a change means. Pure; no secret in what it says. */
export type EffectRule = (change: PlannedResource, context: EffectContext) => Effect[];
