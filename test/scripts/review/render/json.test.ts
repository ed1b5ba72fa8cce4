import { reviewFixture } from '../../../../bench/support/review-fixture';
import { expand } from '../../../../scripts/review/groups';
import { changesOf } from '../../../../scripts/review/model';
import { json, type ReviewDocument } from '../../../../scripts/review/render/json';

/** The same value, with the keys of every object reversed. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
};

const review = reviewFixture();

test('groups name the changes of the model by position', () => {
  const { model, groups } = JSON.parse(json(review)) as ReviewDocument;
  const expanded = expand(
    groups,
    model.stacks.map(({ stack }) => stack),
  );
  expect(expanded).toEqual(changesOf(model).map(({ stack, change }) => ({ stack: stack.stack.id, change })));
});

test('the same review gives the same bytes, in whatever order it was assembled', () => {
  expect(json({ ...review, facts: reversed(review.facts) as typeof review.facts })).toBe(json(review));
});

test('it contains the verdict, the facts and who is affected', () => {
  const { verdict, facts, reach, version } = JSON.parse(json(review)) as ReviewDocument;
  expect(version).toBe(1);
  expect(verdict).toEqual(review.verdict);
  expect(facts).toEqual(review.facts);
  expect(reach.tenants).toContain('initech');
});
