import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { S3 } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import type { Accounts } from '../../../local/accounts';
import type { Fault, Met } from '../../../local/faults/faults';
import { FaultInjector } from '../../../local/faults/injector';
import { faultRoutes } from '../../../local/faults/routes';
import { trouble } from '../../../local/faults/trouble';
import { type Front, startFront } from '../../../local/front';
import { json } from '../../../local/service';

const injector = new FaultInjector();
let front: Front;
let done = 0;

beforeAll(async () => {
  const forward = async () => {
    done++;
    return json(200, {});
  };
  front = await startFront(0, {
    services: [faultRoutes(injector)],
    forward,
    accounts: { identityOf: () => ({ account: '111111111111' }) } as unknown as Accounts,
    hindered: (request) => trouble(injector, request),
  });
});
afterAll(() => front.close());
beforeEach(() => {
  done = 0;
});

const put = (body: unknown) =>
  fetch(`${front.endpoint}/_local/faults`, { method: 'PUT', body: JSON.stringify(body) });

/** What an SDK without retries gets: error or status. */
async function ask<C extends { destroy(): void }>(
  Client: new (settings: object) => C,
  what: (client: C) => Promise<unknown>,
  region = 'eu-central-1',
): Promise<string> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new Client({ endpoint: front.endpoint, region, credentials, maxAttempts: 1 });
  try {
    await what(client);
    return 'ok';
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return $metadata?.httpStatusCode
      ? `${name} ${$metadata.httpStatusCode}`
      : /socket hang up$/.test(message)
        ? 'no answer'
        : message;
  } finally {
    client.destroy();
  }
}
const listPools = (region?: string) =>
  ask(CognitoIdentityProvider, (client) => client.listUserPools({ MaxResults: 1 }), region);
const listBuckets = () => ask(S3, (client) => client.listBuckets({}));

test.each([
  ['throttled', 'TooManyRequestsException 400', 'SlowDown 503'],
  ['failed', 'InternalFailure 500', 'InternalError 500'],
  ['dropped', 'no answer', 'no answer'],
  ['silent', 'no answer', 'no answer'],
])('%s: nothing is done, and each service reports it in its own format', async (kind, cognito, s3) => {
  expect((await put({ faults: [{ kind, share: 1, seconds: 0.01 }] })).status).toBe(200);
  expect([await listPools(), await listBuckets(), done]).toEqual([cognito, s3, 0]);
  await put({ faults: [] });
  expect([await listPools(), done]).toEqual(['ok', 1]);
});

test('a region that is down does not affect the others, and is listed if asked for', async () => {
  await put({ faults: [{ kind: 'dropped', share: 1, region: 'eu-west-1' }] });
  expect([await listPools('eu-west-1'), await listPools('eu-central-1')]).toEqual(['no answer', 'ok']);
  expect(await (await fetch(`${front.endpoint}/_local/faults`)).json()).toMatchObject({
    seed: 1,
    faults: [{ kind: 'dropped', region: 'eu-west-1' }],
  });
});

test.each([
  [{ faults: [{ kind: 'slow', share: 1 }] }, /kind/],
  [{ faults: [{ kind: 'failed', share: 2 }] }, /share/],
  [{ faults: [{ kind: 'failed', share: 1, regions: 'eu-west-1' }] }, /regions/],
  [{}, /faults/],
])('what it does not know is refused, and changes nothing: %j', async (body, why) => {
  await put({ faults: [] });
  const answer = await put(body);
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(why)]);
  expect(await listPools()).toBe('ok');
});

const met: Met = { account: '1', region: 'r', service: 's', operation: 'o' };
const half: Fault = { kind: 'failed', share: 0.5, seconds: 10 };
const history = (seed: number, requests: readonly Met[], faults: Fault[] = [half]) => {
  const own = new FaultInjector();
  own.set({ seed, faults });
  return requests.map((request) => own.next(request) !== undefined);
};

test('the same seed hits the same requests, whatever comes in between; another seed hits others', () => {
  const other = { ...met, operation: 'p' };
  const requests = fc.array(fc.constantFrom(met, other), { maxLength: 60 });
  fc.assert(
    fc.property(fc.nat(), requests, (seed, mixed) => {
      const alone = history(
        seed,
        mixed.filter((request) => request === met),
      );
      expect(history(seed, mixed).filter((_, index) => mixed[index] === met)).toEqual(alone);
    }),
  );
  const many = Array.from({ length: 200 }, () => met);
  expect(history(1, many)).not.toEqual(history(2, many));
});

test('a share hits about that share of the matching requests only; the first fault wins', () => {
  const many = Array.from({ length: 2000 }, () => met);
  const share = history(3, many).filter(Boolean).length / many.length;
  expect(share).toBeGreaterThan(0.45);
  expect(share).toBeLessThan(0.55);
  for (const only of [{ account: '2' }, { region: 'q' }, { service: 't' }, { operation: 'p' }])
    expect(history(3, many, [{ ...half, share: 1, ...only }])).toEqual(many.map(() => false));
  const own = new FaultInjector();
  own.set({
    seed: 1,
    faults: [
      { ...half, share: 0 },
      { ...half, share: 1 },
      { ...half, kind: 'dropped' },
    ],
  });
  expect(own.next(met)).toMatchObject({ kind: 'failed', share: 1 });
});
