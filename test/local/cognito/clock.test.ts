import { Clock } from '../../../local/cognito/clock';

const real = 1_700_000_000_000;
const put = (clock: Clock, body: string) => clock.answer({ body: Buffer.from(body) });

test('runs like the real one, and can be set and reset', () => {
  const clock = new Clock(() => real);
  expect(clock.now()).toBe(real);

  expect(put(clock, '{"behindSeconds": 7200}').status).toBe(200);
  expect(clock.now()).toBe(real - 7_200_000);

  put(clock, '{"behindSeconds": 0}');
  expect(clock.now()).toBe(real);
});

test.each([
  '',
  'null',
  '{}',
  '{"behindSeconds": -1}',
  '{"behindSeconds": 1e9}',
  '{"behindSeconds": 1, "x": 1}',
])('is unchanged by %j', (body) => {
  const clock = new Clock(() => real);
  put(clock, '{"behindSeconds": 60}');
  expect(put(clock, body)).toMatchObject({ status: 400, body: expect.stringContaining('behindSeconds') });
  expect(clock.now()).toBe(real - 60_000);
});
