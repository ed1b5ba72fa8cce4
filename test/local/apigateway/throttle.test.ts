import fc from 'fast-check';
import { Throttle } from '../../../local/apigateway/throttle';
import { exchange } from './harness';

const limited = (throttlingRateLimit: number, throttlingBurstLimit: number) => {
  const stage = { ...exchange().stage, defaultRouteSettings: { throttlingRateLimit, throttlingBurstLimit } };
  return exchange({ stage });
};

test('a burst, and then as many as are refilled', () => {
  let now = 1_000_000;
  const throttle = new Throttle(() => now);
  const take = () => throttle.take(limited(2, 3));
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  now += 500;
  expect([take(), take()]).toEqual([true, false]);
  now += 60_000;
  expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
});

test('each route has its own bucket, and its own limits if the stage has any', () => {
  const throttle = new Throttle(() => 0);
  const route = { routeId: 'r2', routeKey: 'POST /a' };
  const stage = {
    ...limited(1, 1).stage,
    routeSettings: { 'POST /a': { throttlingRateLimit: 1, throttlingBurstLimit: 0 } },
  };
  expect([throttle.take({ ...limited(1, 1), stage }), throttle.take({ ...limited(1, 1), stage })]).toEqual([
    true,
    false,
  ]);
  expect(throttle.take({ ...exchange({ stage }), route })).toBe(false);
  expect(throttle.take({ ...exchange(), route: { routeId: 'r3', routeKey: 'POST /b' } })).toBe(true);
});

test('never more than the burst and what was refilled since', () => {
  const gaps = fc.array(fc.nat(2000), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 50 }),
      fc.integer({ min: 0, max: 20 }),
      gaps,
      (rate, burst, waits) => {
        let now = 0;
        let granted = 0;
        const throttle = new Throttle(() => now);
        for (const wait of waits) {
          now += wait;
          if (throttle.take(limited(rate, burst))) granted += 1;
        }
        expect(granted).toBeLessThanOrEqual(burst + (now / 1000) * rate + 1e-6);
      },
    ),
  );
});
