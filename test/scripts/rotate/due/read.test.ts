import { bare, selfSigned } from '../../../../local/certificate';
import { rotateClient } from '../../../../scripts/rotate/client-secret/rotate-client';
import type { Item } from '../../../../scripts/rotate/due/item';
import { judge } from '../../../../scripts/rotate/due/judge';
import { readClient } from '../../../../scripts/rotate/due/read-clients';
import { readProviders } from '../../../../scripts/rotate/due/read-providers';
import { rotationKey } from '../../../../scripts/rotate/record';
import { carriedMark } from '../../../../scripts/rotate/saml-metadata/metadata';
import { poolsOf } from '../../../../scripts/selection/pools';
import { CognitoStandIn, refusal, reply } from '../../../functions/cognito';
import { usingEndpoint } from '../../../functions/store';
import { everyOptionAtHome } from '../../../stacks/every-option';
import { memoryStore } from '../../memory-store';
import { newWorld } from '../client-secret/world';
import { settings } from './ten';

const account = 'identity';

test('for a client: how old its secret is, how it was last rotated, and what is left to do', async () => {
  const world = await newWorld();
  const before = process.env;
  process.env = { ...before, AWS_ENDPOINT_URL: world.endpoint };
  try {
    const { holder, pools, bucket, clock, newRun, seen } = world;
    const read = (soak = 60) => readClient(pools, bucket, holder, soak);
    const at = () => new Date(clock.now);
    const first = await read();
    expect(first).toMatchObject({
      name: 'test-machine/billing',
      account,
      owner: 'payments',
      unmanaged: true,
    });
    expect(judge(first, settings, at()).state).toBe('due');

    await rotateClient(newRun(), holder, { begin: 'always', soakMinutes: 60 });
    const soaking = await read();
    expect(soaking.underWay?.getTime()).toBeGreaterThan(clock.now);
    expect(soaking).not.toHaveProperty('unmanaged');
    expect(judge(soaking, settings, at()).state).toBe('soon');
    clock.now += 3_700_000;
    expect(judge(await read(), settings, at()).state).toBe('due');

    await rotateClient(newRun(), holder, { begin: 'always', soakMinutes: 60 });
    const done = await read();
    expect(done).not.toHaveProperty('underWay');
    expect(done.last).toMatchObject({
      proof: 'the old secret is refused',
      by: expect.stringContaining('ada'),
    });
    expect(judge(done, settings, at()).state).toBe('fine');
    expect(clock.now - (done.created?.getTime() ?? 0)).toBeLessThan(2 * 3_700_000);
    clock.now += 90 * 86_400_000;
    expect(judge(await read(), settings, at()).state).toBe('due');

    // No token is requested, and no value is fetched.
    seen.length = 0;
    await read();
    expect(seen).not.toContain('token');
    expect(seen).not.toContain('GetSecretValue');
    expect(await readClient(pools, bucket, { ...holder, pool: 'other' }, 60)).toMatchObject({
      failed: 'there is no user pool other: roll out its stack',
    });
  } finally {
    process.env = before;
    await world.end();
  }
});

describe('for identity providers', () => {
  const standIn = new CognitoStandIn();
  usingEndpoint(() => standIn.start());
  afterAll(() => standIn.stop());

  const now = Date.now();
  const { certificate } = selfSigned('idp', 20, now);
  const loaded = everyOptionAtHome;
  const place = (name: string) =>
    poolsOf(loaded).find(({ pool }) => pool === name) as ReturnType<typeof poolsOf>[0];
  const pools = {
    poolId: async () => 'eu-central-1_Abc',
    access: async () =>
      ({
        region: 'eu-central-1',
        maxAttempts: 1,
        credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
      }) as never,
  };
  const bucket = memoryStore();
  const stores = { of: async () => bucket };
  beforeEach(() => bucket.objects.clear());
  const answers = (details: object, created = now / 1000) => {
    standIn.answer = (call, response) =>
      reply(
        response,
        200,
        {
          GetSecretValue: { SecretString: 'planted', CreatedDate: created, VersionId: 'second' },
          DescribeIdentityProvider: {
            IdentityProvider: { ProviderDetails: details, LastModifiedDate: created },
          },
          GetSigningCertificate: { Certificate: bare(certificate) },
        }[call.operation],
      );
  };

  test('a secret is as old as its current version, and its value appears nowhere', async () => {
    answers({}, now / 1000 - 86_400 * 200);
    const items = await readProviders(pools, stores, loaded, place('every-customer'));
    expect(items.map(({ kind }) => kind)).toEqual(Array(4).fill('federation secret'));
    for (const item of items) expect(judge(item, settings, new Date(now)).state).toBe('due');
    expect(JSON.stringify(items)).not.toContain('planted');
  });

  test('a secret that has not been pushed to Cognito is due immediately, and a pushed one when it is old', async () => {
    answers({});
    const google = async () => {
      const [found] = await readProviders(pools, stores, loaded, place('every-customer'));
      return found as Item;
    };
    const stateAt = async (days: number) => {
      const { state, why } = judge(await google(), settings, new Date(now + days * 86_400_000));
      return `${state}: ${why}`;
    };
    const key = rotationKey('federation-secret', place('every-customer').region, 'every-customer/Google');
    const last = { at: new Date(now).toISOString(), by: 'ada', run: 'r', proof: 'let in' };
    const record = (version: string) =>
      bucket.objects.set(key, {
        text: JSON.stringify({ version: 1, last: { ...last, version } }),
        etag: '"1"',
      });
    expect(await stateAt(0)).toBe('due: its rotation is in progress: run it again to finish');
    record('first');
    expect(await stateAt(0)).toMatch(/^due: its rotation is in progress/);
    record('second');
    expect(await stateAt(0)).toBe('fine: at most 180 days old');
    expect(await stateAt(181)).toMatch(/^due/);
    expect((await google()).last).toMatchObject({ proof: 'let in', by: 'ada' });
  });

  test('a SAML provider has its own certificate and one of ours, each with its expiry date', async () => {
    const file = `<a><KeyDescriptor use="signing"><X509Certificate>${bare(certificate)}</X509Certificate></KeyDescriptor></a>`;
    answers({ MetadataFile: file });
    const saml = (await readProviders(pools, stores, loaded, place('every-internal'))).filter(({ kind }) =>
      kind.startsWith('SAML'),
    );
    expect(saml.map(({ kind }) => kind)).toEqual(['SAML certificate', 'SAML request certificate']);
    for (const item of saml) {
      expect(Math.round(((item.expires?.getTime() ?? 0) - now) / 86_400_000)).toBe(20);
      expect(judge(item, settings, new Date(now)).state).toBe('due');
    }
    answers({ MetadataURL: 'https://idp.example/metadata' });
    const [byUrl] = (await readProviders(pools, stores, loaded, place('every-internal'))).filter(
      ({ kind }) => kind === 'SAML certificate',
    );
    expect(byUrl).toMatchObject({ byItself: 'Cognito fetches https://idp.example/metadata every six hours' });
  });

  test('a certificate waiting to be dropped has been due since both were accepted', async () => {
    const key = (mark: string) =>
      `<KeyDescriptor use="signing">${mark}<X509Certificate>${bare(certificate)}</X509Certificate></KeyDescriptor>`;
    const since = now / 1000 - 86_400;
    answers({ MetadataFile: `<a>${key(`<!--${carriedMark}-->`)}${key('')}</a>` }, since);
    const saml = (await readProviders(pools, stores, loaded, place('every-internal'))).filter(
      ({ kind }) => kind === 'SAML certificate',
    );
    expect(saml.map(({ underWay }) => underWay)).toEqual([new Date(since * 1000), undefined]);
    expect(saml.map((item) => judge(item, settings, new Date(now)).why)).toEqual([
      expect.stringContaining('in progress'),
      expect.stringContaining('it expires'),
    ]);
  });

  test('what cannot be read is reported, and does not hold up the others', async () => {
    standIn.answer = refusal(400, 'AccessDeniedException', 'not you');
    const items = await readProviders(pools, stores, loaded, place('every-internal'));
    expect(items.length).toBeGreaterThan(1);
    for (const item of items) expect(item.failed).toContain('not you');
  });
});
