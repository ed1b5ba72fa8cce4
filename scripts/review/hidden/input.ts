import type { Environment } from '../../../environments/schema';
import type { StackConfiguration } from '../../adoption/types';
import type { StackInfo } from '../../selection/stacks';
import type { Purpose } from '../../terraform/work-folder';
import type { PlannedResource } from '../planned';

/** The part of a stack's `cdk.tf.json` used for comparison. */
export type SynthesizedStack = Pick<StackConfiguration, 'resource' | 'provider'>;

/** Input of the search for one stack's hidden changes. */
export interface HiddenInput {
  stack: StackInfo;
  environment: Environment;
  synthesized: SynthesizedStack;
  /** All resources of the stack's plan, including unchanged ones. */
  resources: readonly PlannedResource[];
  /** `look`: as the plan role; `change`: as the deploy role. */
  purpose: Purpose;
}
