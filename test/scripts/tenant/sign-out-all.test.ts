import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { pacer, signOutAll } from '../../../scripts/tenant/sign-out-all';
import { type CognitoAnswer, CognitoStandIn, poolUser, reply } from '../../functions/cognito';

const cognito = new CognitoStandIn();
let client: CognitoIdentityProviderClient;
beforeAll(async () => {
  client = new CognitoIdentityProviderClient({
    region: 'eu-central-1',
    endpoint: await cognito.start(),
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
});
afterAll(async () => {
  client.destroy();
  await cognito.stop();
});
beforeEach(() => {
  cognito.calls.length = 0;
});

/** A pool with that many pages of two users each; positions are page numbers. */
const pool =
  (pages: number, { forgotten = '', deleted = '' } = {}): CognitoAnswer =>
  ({ operation, input }, response) => {
    if (operation === 'AdminUserGlobalSignOut')
      return input.Username === deleted
        ? reply(response, 400, { __type: 'UserNotFoundException' })
        : reply(response, 200, {});
    if (input.PaginationToken === forgotten && forgotten)
      return reply(response, 400, {
        __type: 'InvalidParameterException',
        message: 'Invalid pagination token',
      });
    const page = Number(input.PaginationToken ?? 0);
    const next = page + 1 < pages ? { PaginationToken: String(page + 1) } : {};
    reply(response, 200, { Users: [poolUser(`${page}a`), poolUser(`${page}b`)], ...next });
  };

const signedOut = () =>
  cognito.calls
    .filter(({ operation }) => operation === 'AdminUserGlobalSignOut')
    .map(({ input }) => input.Username);
const names = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, page) => [`${from + page}a`, `${from + page}b`]).flat();

async function run(from?: string, stop = new AbortController()) {
  const notes: string[] = [];
  let paced = 0;
  const pace = async () => {
    if (++paced === 3) stop.signal.dispatchEvent(new Event('third'));
  };
  const all = { client, poolId: 'p', from, pace, note: (at: string) => notes.push(at), stop: stop.signal };
  return { users: await signOutAll(all), notes };
}

test('every user on every page is signed out, and the position is recorded on the way', async () => {
  cognito.answer = pool(25);
  expect(await run()).toEqual({ users: 50, notes: ['10', '20'] });
  expect(signedOut()).toEqual(names(0, 25));
});

test('it resumes at a position, and starts over if Cognito no longer knows it', async () => {
  cognito.answer = pool(4);
  expect((await run('2')).users).toBe(4);
  expect(signedOut()).toEqual(names(2, 4));
  cognito.calls.length = 0;
  cognito.answer = pool(3, { forgotten: 'old' });
  expect((await run('old')).users).toBe(6);
  expect(signedOut()).toEqual(names(0, 3));
});

test('a position that Cognito has just returned but does not accept is an error', async () => {
  cognito.answer = pool(3, { forgotten: '1' });
  await expect(run()).rejects.toThrow(/pagination token/);
});

test('a user who is deleted in the meantime does no harm', async () => {
  cognito.answer = pool(2, { deleted: '0b' });
  expect((await run()).users).toBe(3);
});

test('an interrupt ends it between two users', async () => {
  cognito.answer = pool(2);
  const stop = new AbortController();
  stop.signal.addEventListener('third', () => stop.abort());
  await expect(run(undefined, stop)).rejects.toThrow(/interrupted/);
  expect(signedOut()).toEqual(['0a', '0b', '1a']);
});

test('no more pass than the rate allows, in any stretch of time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 60 }),
      async (perSecond, pauses) => {
        let now = 0;
        const pace = pacer(
          perSecond,
          () => now,
          async (milliseconds) => {
            now += milliseconds;
          },
        );
        const times: number[] = [];
        for (const pause of pauses) {
          now += pause;
          await pace();
          times.push(now);
        }
        for (let at = 1; at < times.length; at++)
          expect((times[at] as number) - (times[at - 1] as number)).toBeGreaterThanOrEqual(
            1000 / perSecond - 1e-6,
          );
      },
    ),
  );
});
