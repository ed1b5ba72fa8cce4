import { lookEvery, silentFor, Watch } from '../../../../scripts/rollout/shared/watch';

const signs = (given: Record<string, string>) => new Map(Object.entries(given));
/** Checks so often that any runner without a sign of life is noticed. */
const looks = silentFor / lookEvery;

test('a runner without a new heartbeat for too long is presumed dead; one with a heartbeat is not', () => {
  const watch = new Watch();
  let gone: string[] = [];
  for (let look = 0; look <= looks; look++) {
    expect(gone).toEqual([]);
    gone = watch.look(['quiet', 'lively', 'unseen'], signs({ quiet: '1', lively: String(look) }), lookEvery);
  }
  expect(gone).toEqual(['quiet', 'unseen']);
  expect(watch.look(['quiet'], signs({ quiet: '2' }), lookEvery)).toEqual([]);
});

test('a machine that was asleep does not blame the others for it', () => {
  const watch = new Watch();
  watch.look(['a'], signs({ a: '1' }), 0);
  expect(watch.look(['a'], signs({ a: '1' }), 100 * silentFor)).toEqual([]);
  for (let look = 0; look < looks - 3; look++)
    expect(watch.look(['a'], signs({ a: '1' }), lookEvery)).toEqual([]);
  watch.look(['a'], signs({ a: '1' }), lookEvery);
  expect(watch.look(['a'], signs({ a: '1' }), lookEvery)).toEqual(['a']);
});
