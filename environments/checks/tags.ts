import type { EnvironmentCheck } from './check';

/** Written by the base stack itself; a tag with the same key would be lost silently. */
const ours = ['environment', 'managed-by', 'stack'];

/** AWS allows 50 tags a resource; the rest is left to the stacks. */
const most = 40;

/** Tags that AWS takes on every resource. IAM does not tell `Owner` from `owner`. */
export const tags: EnvironmentCheck = ({ file, environment: { tags = {} } }) => {
  const keys = Object.keys(tags);
  const lower = keys.map((key) => key.toLowerCase());
  return [
    ...keys.flatMap((key, index) => {
      const name = lower[index] as string;
      const twice = lower.indexOf(name) < index;
      if (!twice && !ours.includes(name)) return [];
      return [
        {
          file,
          path: ['tags', key],
          value: key,
          message: twice
            ? `differs from "${keys[lower.indexOf(name)]}" in case only, which IAM does not see`
            : 'every resource has a tag of this name already',
          remedy: 'rename or remove it',
        },
      ];
    }),
    ...(keys.length > most
      ? [
          {
            file,
            path: ['tags'],
            value: keys.length,
            message: 'are too many tags: AWS allows 50 a resource, and stacks add their own',
            remedy: `use at most ${most}`,
          },
        ]
      : []),
  ];
};
