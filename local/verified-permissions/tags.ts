import { AwsError } from '../aws-error';
import { MOST_TAGS, type Tags, withoutTags, withTags } from '../tags';
import type { Call } from './call';
import { invalid, notFound } from './errors';
import type { Input } from './inputs';
import type { PlaceStores, PolicyStore } from './state';

/** Refuses AWS's own prefix (ValidationException) and more tags than a resource can have (TooManyTagsException). */
export function checkTags(tags: Tags, arn: string): void {
  const keys = Object.keys(tags);
  const reserved = keys.filter((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved.length)
    throw invalid(
      ...reserved.map((key) => ({ path: `tags.${key}`, message: 'keys may not begin with "aws:"' })),
    );
  if (keys.length > MOST_TAGS)
    throw new AwsError(
      'TooManyTagsException',
      `A resource has at most ${MOST_TAGS} tags; this would make ${keys.length}. Remove some with UntagResource.`,
      400,
      { resourceName: arn },
    );
}

/** Only policy stores can have tags. */
function taggedStore(place: PlaceStores, arn: string): PolicyStore {
  const id = arn.split('/').at(-1) ?? '';
  const store = place.stores.get(id);
  if (store?.arn !== arn) throw notFound('POLICY_STORE', arn);
  return store;
}

/** Adds tags and replaces values. Throws ResourceNotFoundException. */
export function tagResource({ place, input }: Call<Input<'tagResource'>>) {
  const store = taggedStore(place, input.resourceArn);
  const tags = withTags(store.tags, input.tags);
  checkTags(tags, store.arn);
  store.tags = tags;
  return {};
}

/** Keys that don't exist are no error. Throws ResourceNotFoundException. */
export function untagResource({ place, input }: Call<Input<'untagResource'>>) {
  const store = taggedStore(place, input.resourceArn);
  store.tags = withoutTags(store.tags, input.tagKeys);
  return {};
}

/** Throws ResourceNotFoundException. */
export function listTagsForResource({ place, input }: Call<Input<'listTags'>>) {
  return { tags: taggedStore(place, input.resourceArn).tags };
}
