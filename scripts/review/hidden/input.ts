import type { Environment } from '../../../environments/schema';
import type { StackConfiguration } from '../../adoption/types';
import type { StackInfo } from '../../selection/stacks';
import type { Purpose } from '../../terraform/work-folder';
import type { PlannedResource } from '../planned';

/** A stack's `cdk.tf.json`, as far as it is compared with. */
export type SynthesizedStack = Pick<StackConfiguration, 'resource' | 'provider'>;

/** What the search for hidden changes of one stack works with. */
export interface HiddenInput {
  stack: StackInfo;
  environment: Environment;
  synthesized: SynthesizedStack;
  /** All resources of the stack's plan, those that stay as they are too. */
  resources: readonly PlannedResource[];
  /** `look`: as the plan role; `change`: as the deploy role. */
  purpose: Purpose;
}
