/** Tags of a resource: value by key. */
export type Tags = Readonly<Record<string, string>>;

/** Most of AWS's services take no more. Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/allocation-tag-restrictions.html */
export const MOST_TAGS = 50;

/** TagResource everywhere: adds tags and replaces values. */
export const withTags = (before: Tags = {}, added: Tags = {}): Record<string, string> => ({
  ...before,
  ...added,
});

/** UntagResource everywhere: keys that are not there are no error. */
export const withoutTags = (before: Tags = {}, keys: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(Object.entries(before).filter(([key]) => !keys.includes(key)));

/** From and to the lists in which some services take and give tags. */
export const tagsOf = (list: readonly { Key: string; Value: string }[] = []): Record<string, string> =>
  Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));
export const tagList = (tags: Tags = {}) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
