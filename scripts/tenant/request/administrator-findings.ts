import type { Finding } from '../../../environments/loading/finding';
import { suggest } from '../../../environments/loading/suggest';
import type { DraftValues } from './draft';

type Own = Omit<Finding, 'file'>;

/** A new tenant needs an administrator, unless its users sign in at their own provider, which creates them. */
export function administratorFindings({
  administrator,
  administratorGroup,
  groups,
  identityProvider,
  selfSignUp,
}: DraftValues): Own[] {
  if (identityProvider && !selfSignUp)
    return administrator === undefined
      ? []
      : [
          {
            path: ['administrator'],
            message: 'no one is invited: users of this tenant sign in only at its own identity provider',
            remedy: 'leave it out',
          },
        ];
  if (administrator === undefined)
    return [
      {
        path: ['administrator'],
        message: 'is missing',
        remedy: 'add the e-mail address of the first administrator, who will be invited',
      },
    ];
  const group = administratorGroup ?? 'admins';
  if (groups.includes(group)) return [];
  return [
    {
      path: [administratorGroup === undefined ? 'groups' : 'administratorGroup'],
      message: `the administrator's group "${group}" is not one of the tenant's`,
      remedy: suggest(group, groups),
    },
  ];
}
