import { reviewFixture } from '../../../../../bench/support/review-fixture';
import { pageDataOf } from '../../../../../scripts/review/render/html/data';
import { embedded } from '../../../../../scripts/review/render/html/page';
import {
  type Filter,
  itemsOf,
  matches,
  noFilter,
  viewOf,
} from '../../../../../scripts/review/render/html/view';

const review = reviewFixture();
const view = viewOf(JSON.parse(embedded(pageDataOf(review))));

test('the page contains the same review that it was made from', () => {
  expect(view.review).toEqual(JSON.parse(JSON.stringify(review)));
});

test('changes are in the page once', () => {
  expect(JSON.stringify(pageDataOf(review)).length).toBeLessThan(JSON.stringify(review).length / 2);
});

test('every change is in exactly one group', () => {
  const grouped = view.groups.flatMap(({ group }) => itemsOf(group, view.items));
  expect(new Set(grouped).size).toBe(view.items.length);
  expect(grouped).toHaveLength(view.items.length);
});

test.each<[string, Partial<Filter>, number]>([
  ['nothing', {}, view.items.length],
  ['a risk', { risk: 'blocked' }, 2],
  ['a tenant, in any case and with spaces around', { tenant: ' GLOBEX ' }, 12],
  ['words in any order', { text: 'DELETE  user_pool.initech' }, 2],
  ['a rule', { text: 'callback-wider' }, 2],
  ['a value', { text: 'DATABASE_PASSWORD' }, 21],
  ['two wishes at once', { risk: 'blocked', ring: 'early' }, 0],
])('by %s', (_, filter, found) => {
  expect(view.items.filter(matches({ ...noFilter, ...filter }))).toHaveLength(found);
});

test('no text ends the script element that it is in', () => {
  expect(embedded({ a: '</script><!--' })).not.toContain('<');
  expect(JSON.parse(embedded({ a: '</script><!--' }))).toEqual({ a: '</script><!--' });
});
