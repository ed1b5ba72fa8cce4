import { type Group, groupsOf } from '../groups';
import type { ReviewModel } from '../model';
import type { Review } from '../report';
import { type Reach, reachOf } from './reach';

/** What `review.json` holds. `groups` say nothing that the model's changes don't: they name these by position. */
export interface ReviewDocument {
  version: 1;
  model: ReviewModel;
  verdict: Review['verdict'];
  facts: Review['facts'];
  reach: Reach;
  /** `places[].at` counts through the changes of all stacks, in the model's order, from 0. */
  groups: Group[];
}

/** A review and its groups. */
export const documentOf = (review: Review): ReviewDocument => ({
  version: 1,
  model: review.model,
  verdict: review.verdict,
  facts: review.facts,
  reach: reachOf(review),
  groups: groupsOf(review.model),
});

/** For other programs: the same review gives the same bytes, in whatever order its parts were put together. */
export const json = (review: Review): string => `${JSON.stringify(documentOf(review), sorted, 2)}\n`;

const sorted = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
