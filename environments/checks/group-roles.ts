import type { Finding } from '../loading/finding';
import { groupsAttribute } from '../names';
import type { EnvironmentCheck } from './check';

/**
 * Staff get AWS roles by the attribute in which Cognito keeps Okta's groups, as one text such as `[a, b]`. Its
 * rules compare substrings, so a group whose name is a part of another's would lend its role to that one.
 */
export const groupRoles: EnvironmentCheck = ({ file, environment: { internal } }) => {
  if (!internal?.identityPool) return [];
  const groups = internal.identityPool.roles.map(({ group }) => group);
  const unmapped: Finding[] = Object.hasOwn(internal.okta.attributes, groupsAttribute)
    ? []
    : [
        {
          file,
          path: ['internal', 'okta', 'attributes', groupsAttribute],
          message: 'is missing, although internal.identityPool gives roles by group',
          remedy: `map it to Okta's groups claim: '${groupsAttribute}': 'groups'`,
        },
      ];
  return [
    ...unmapped,
    ...groups.flatMap((group, index): Finding[] => {
      const longer = groups.find((other) => other !== group && other.includes(group));
      if (longer === undefined) return [];
      return [
        {
          file,
          path: ['internal', 'identityPool', 'roles', index, 'group'],
          message: `is a part of "${longer}", whose people would get this role too`,
          remedy: 'rename one of the two groups, at Okta and here',
        },
      ];
    }),
  ];
};
