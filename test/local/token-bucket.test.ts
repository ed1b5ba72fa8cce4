import fc from 'fast-check';
import { type Rate, TokenBuckets } from '../../local/token-bucket';

const one = (rate: Rate) => new Map([['one', rate]]);

test('full at first, empty after a burst, and never fuller than a burst', () => {
  let now = 1_000_000;
  const buckets = new TokenBuckets(() => now);
  const take = (times: number) =>
    Array.from({ length: times }, () => buckets.take(one({ perSecond: 2, burst: 3 })));
  expect(take(4)).toEqual([true, true, true, false]);
  now += 499;
  expect(take(1)).toEqual([false]);
  now += 1;
  expect(take(2)).toEqual([true, false]);
  now += 60_000;
  expect(take(4)).toEqual([true, true, true, false]);
});

test('if one of several is empty, none loses a token', () => {
  const buckets = new TokenBuckets(() => 0);
  const [wide, narrow] = [
    { perSecond: 1, burst: 3 },
    { perSecond: 1, burst: 1 },
  ];
  const both = new Map([
    ['wide', wide],
    ['narrow', narrow],
  ]);
  expect([buckets.take(both), buckets.take(both), buckets.take(both)]).toEqual([true, false, false]);
  const left = [1, 2, 3].map(() => buckets.take(new Map([['wide', wide]])));
  expect(left).toEqual([true, true, false]);
});

test('without a bucket there is always enough, and a clock that goes back adds nothing', () => {
  let now = 1000;
  const buckets = new TokenBuckets(() => now);
  expect(buckets.take(new Map())).toBe(true);
  expect(buckets.take(one({ perSecond: 1, burst: 1 }))).toBe(true);
  now = 0;
  expect(buckets.take(one({ perSecond: 1, burst: 1 }))).toBe(false);
});

test('never more than the burst and what was refilled since, and no less than what a caller waits for', () => {
  const asks = fc.array(fc.record({ wait: fc.nat(2000), wanted: fc.subarray(['a', 'b', 'c']) }), {
    maxLength: 60,
  });
  const rates = fc.record({
    perSecond: fc.integer({ min: 1, max: 50 }),
    burst: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(fc.tuple(rates, rates, rates), asks, (three, all) => {
      const rateOf = new Map(['a', 'b', 'c'].map((name, index) => [name, three[index] as Rate]));
      let now = 0;
      const taken = new Map<string, number>();
      const buckets = new TokenBuckets(() => now);
      for (const { wait, wanted } of all) {
        now += wait;
        const granted = buckets.take(new Map(wanted.map((name) => [name, rateOf.get(name) as Rate])));
        if (granted) for (const name of wanted) taken.set(name, (taken.get(name) ?? 0) + 1);
        for (const name of wanted) {
          const { perSecond, burst } = rateOf.get(name) as Rate;
          expect(taken.get(name) ?? 0).toBeLessThanOrEqual(burst + (now / 1000) * perSecond + 1e-6);
        }
      }
      now += 1000;
      expect(buckets.take(rateOf)).toBe(true);
    }),
  );
});
