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
 * Actions that a rule can name. Of drift nobody asks whether it may be done, since it is: something was changed outside
 * of Terraform (`drift`), or deleted (`vanish`).
 */
export type GuardAction = ReviewAction | 'drift' | 'vanish';

/** What an attribute can hold, where that is known: a rule that asks for anything else would never apply. */
export const vocabulary: Readonly<Record<string, readonly string[]>> = {
  'context.effects': Object.keys(effects),
  'context.section': Object.keys(sections),
  'resource.type': Object.keys(resourceTypes),
  'resource.kind': Object.keys(stackKinds),
  'resource.ring': ['canary', 'early', 'general'],
};
