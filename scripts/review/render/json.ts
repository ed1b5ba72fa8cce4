import { type Group, groupsOf } from '../groups';
import type { ReviewModel } from '../model';
import type { Review } from '../report';
import { type Reach, reachOf } from './reach';

/** The content of `review.json`. `groups` add nothing to the model's changes, which they reference by position. */
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

/** For other programs: the same review gives the same bytes, in whatever order it was assembled. */
export const json = (review: Review): string => `${JSON.stringify(documentOf(review), sorted, 2)}\n`;

const sorted = (_: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
