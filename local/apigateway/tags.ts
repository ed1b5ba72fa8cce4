import type { Place } from '../place';
import { MOST_TAGS, withoutTags, withTags } from '../tags';
import { badRequest, notFound } from './errors';
import type { State } from './state';

const ARN = /^arn:aws:apigateway:([^:]+)::\/apis\/([^/]+)(?:\/stages\/([^/]+))?$/;

/** The API or stage that an ARN names. Throws NotFoundException. */
function tagged(state: State, place: Place, arn: string): { tags?: Record<string, string> | undefined } {
  const [, region, apiId, stageName] = ARN.exec(arn) ?? [];
  if (!apiId || region !== place.region) throw notFound('resource', arn);
  const api = state.apiOf(place, apiId);
  const found = stageName ? api.stages.get(stageName) : api.settings;
  if (!found) throw notFound('stage', stageName ?? '');
  return found;
}

/** Throws NotFoundException. */
export const getTags = (state: State, place: Place, arn: string) => ({
  tags: tagged(state, place, arn).tags ?? {},
});

/** Adds tags and replaces values. Throws NotFoundException, BadRequestException. */
export function tagResource(state: State, place: Place, arn: string, tags: Record<string, string>): void {
  const resource = tagged(state, place, arn);
  const after = withTags(resource.tags, tags);
  if (Object.keys(after).length > MOST_TAGS) throw badRequest(`A resource has at most ${MOST_TAGS} tags.`);
  resource.tags = after;
}

/** Keys that don't exist are no error. Throws NotFoundException. */
export function untagResource(state: State, place: Place, arn: string, keys: string[]): void {
  const resource = tagged(state, place, arn);
  resource.tags = withoutTags(resource.tags, keys);
}
