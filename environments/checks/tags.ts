import type { EnvironmentCheck } from './check';

/** The base stack sets these itself; a tag with the same key would be silently lost. */
const ours = ['environment', 'managed-by', 'stack'];

/** AWS allows 50 tags per resource; the stacks need the rest. */
const most = 40;

/** Tags that AWS accepts on every resource. IAM does not distinguish `Owner` from `owner`. */
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
            ? `differs from "${keys[lower.indexOf(name)]}" only in case, which IAM ignores`
            : 'every resource already has a tag of this name',
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
            message: 'are too many tags: AWS allows 50 per resource, and stacks add their own',
            remedy: `use at most ${most}`,
          },
        ]
      : []),
  ];
};
