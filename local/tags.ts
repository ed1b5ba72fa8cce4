/** Tags of a resource: value by key. */
export type Tags = Readonly<Record<string, string>>;

/**
 * The limit of most AWS services. Source:
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/allocation-tag-restrictions.html
 */
export const MOST_TAGS = 50;

/** TagResource in every service: adds tags and replaces values. */
export const withTags = (before: Tags = {}, added: Tags = {}): Record<string, string> => ({
  ...before,
  ...added,
});

/** UntagResource in every service: keys that don't exist are no error. */
export const withoutTags = (before: Tags = {}, keys: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));

/** From and to the lists that some services use for tags. */
export const tagsOf = (list: readonly { Key: string; Value: string }[] = []): Record<string, string> =>
  Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
export const tagList = (tags: Tags = {}) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
