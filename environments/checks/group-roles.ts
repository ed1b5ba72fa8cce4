import { groupsAttribute } from '../names';
import type { EnvironmentCheck } from './check';

/** Staff get AWS roles by their Okta groups, so the pool must receive those. */
export const groupRoles: EnvironmentCheck = ({ file, environment: { internal } }) => {
  if (!internal?.identityPool || Object.hasOwn(internal.okta.attributes, groupsAttribute)) return [];
  return [
    {
      file,
      path: ['internal', 'okta', 'attributes', groupsAttribute],
      message: 'is missing, although internal.identityPool gives roles by group',
      remedy: `map it to Okta's groups claim: '${groupsAttribute}': 'groups'`,
    },
  ];
};
