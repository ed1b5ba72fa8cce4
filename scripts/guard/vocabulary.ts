import { stackKinds } from '../../environments/placement/kinds';
import { effects } from '../review/effects/catalogue';
import type { ReviewAction, Section } from '../review/model';
import { resourceTypes } from './resource-types';

const sections: Readonly<Record<Section, true>> = {
  change: true,
  state: true,
  drift: true,
  deferred: true,
  hidden: true,
};

/**
 * Actions that a rule can name. Drift has its own, since it has already happened: something was changed (`drift`) or
 * deleted (`vanish`) outside Terraform.
 */
export type GuardAction = ReviewAction | 'drift' | 'vanish';

/** The possible values of attributes, if known: a rule that compares with any other would never apply. */
export const vocabulary: Readonly<Record<string, readonly string[]>> = {
  'context.effects': Object.keys(effects),
  'context.section': Object.keys(sections),
  'resource.type': Object.keys(resourceTypes),
  'resource.kind': Object.keys(stackKinds),
  'resource.ring': ['canary', 'early', 'general'],
};
