import type { LoadedEnvironment } from '../../environments/schema';
import type { StackConfiguration } from '../adoption/types';
import type { StackInfo } from '../selection/stacks';
import type { ReviewedChange, StackModel } from './model';

/** placeholder until helper read's is merged */
export function stackModel(_: {
  plan: unknown;
  synthesized: StackConfiguration;
  stack: StackInfo;
  loaded: LoadedEnvironment;
  bootstrapped: boolean;
  changed: boolean;
  untouched: boolean;
  hidden: readonly ReviewedChange[];
}): StackModel {
  throw new Error('placeholder');
}
