import { AwsError } from '../aws-error';
import type { Call } from './call';
import { invalid, notFound } from './errors';
import type { Input } from './inputs';
import { limits } from './limits';
import type { PlaceStores, PolicyStore } from './state';

/** Refuses AWS's own prefix (ValidationException) and more tags than a resource may have (TooManyTagsException). */
export function checkTags(tags: ReadonlyMap<string, string>, arn: string): void {
  const reserved = [...tags.keys()].filter((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved.length)
    throw invalid(
      ...reserved.map((key) => ({ path: `tags.${key}`, message: 'keys may not begin with "aws:"' })),
    );
  if (tags.size > limits.tagsPerResource)
    throw new AwsError(
      'TooManyTagsException',
      `A resource has at most ${limits.tagsPerResource} tags; this would make ${tags.size}. Remove some with UntagResource.`,
      400,
      { resourceName: arn },
    );
}

/** Only policy stores have tags. */
function taggedStore(place: PlaceStores, arn: string): PolicyStore {
  const id = arn.split('/').at(-1) ?? '';
  const store = place.stores.get(id);
  if (store?.arn !== arn) throw notFound('POLICY_STORE', arn);
  return store;
}

/** Adds tags and replaces values. Throws ResourceNotFoundException. */
export function tagResource({ place, input }: Call<Input<'tagResource'>>) {
  const store = taggedStore(place, input.resourceArn);
  const tags = new Map([...store.tags, ...Object.entries(input.tags)]);
  checkTags(tags, store.arn);
  store.tags = tags;
  return {};
}

/** Keys that are not there are no error. Throws ResourceNotFoundException. */
export function untagResource({ place, input }: Call<Input<'untagResource'>>) {
  const store = taggedStore(place, input.resourceArn);
  for (const key of input.tagKeys) store.tags.delete(key);
  return {};
}

/** Throws ResourceNotFoundException. */
export function listTagsForResource({ place, input }: Call<Input<'listTags'>>) {
  return { tags: Object.fromEntries(taggedStore(place, input.resourceArn).tags) };
}
