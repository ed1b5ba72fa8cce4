import type { EffectRule } from '../planned';
import { place } from './clients/callbacks';
import { compared, flag, gained } from './compare';
import type { Rules } from './rules';
import { blocks, texts, valueAt, without } from './values';
import { list, shownUrl } from './words';

const redirects: EffectRule = ({ before, after }) => {
  const path = 'redirect_uris';
  const places = (side: typeof before) => texts(valueAt(side, path)).map(place);
  if (!before || !after) return [];
  const added = [...new Set(without(places(after), places(before)))];
  return added.length > 0
    ? [{ id: 'callbacks-wider', what: `codes could be sent to ${list(added.map(shownUrl))}`, path }]
    : [];
};

/** Groups by id: plans do not contain Okta's group names. */
const groups: EffectRule = ({ before, after }) => {
  const path = 'group';
  const ids = (side: typeof before) => texts(blocks(valueAt(side, path)).map(({ id }) => id ?? null));
  if (!before || !after) return [];
  const added = without(ids(after), ids(before));
  return added.length > 0
    ? [{ id: 'assignment-wider', what: `group ${list(added)} could use it`, path }]
    : [];
};

/** Our application at Okta, with which staff sign in. */
export const oktaRules: Rules = {
  okta_app_oauth: [
    redirects,
    gained('oauth-wider', 'grant_types', (added) => `it could get tokens through ${list(added)}`),
    gained('oauth-wider', 'response_types', (added) => `it could ask for responses with ${list(added)}`),
    compared({
      id: 'assignment-wider',
      path: 'implicit_assignment',
      of: flag(false),
      worse: (before, after) => !before && after,
      what: () => 'everyone at Okta could use it, now only the assigned groups',
    }),
  ],
  okta_app_group_assignments: [groups],
};
