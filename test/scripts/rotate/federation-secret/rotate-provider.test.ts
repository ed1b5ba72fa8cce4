import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { json } from '../../../../local/service';
import { rotateProvider } from '../../../../scripts/rotate/federation-secret/rotate-provider';
import { readRotation, rotationKey } from '../../../../scripts/rotate/record';
import { eachInNewWorld, type World } from './world';

const of = eachInNewWorld();
const proven = { unproven: false };
const recordOf = ({ bucket }: World, provider: string) =>
  readRotation(bucket, rotationKey('federation-secret', 'eu-central-1', `test-internal/${provider}`));

test.each([
  ['LoginWithAmazon', 'let in (invalid_grant; a made-up secret: invalid_client)'],
  ['SignInWithApple', 'let in (invalid_grant; a made-up secret: invalid_client)'],
  ['Facebook', 'let in (OAuthException 100; a made-up secret: OAuthException 1)'],
] as const)(
  '%s accepts the secret before Cognito gets it, and the proof is recorded',
  async (name, proof) => {
    const world = of();
    const version = await world.store(name);
    const before = await world.describe(name);
    world.seen.length = 0;
    world.bodies.length = 0;
    expect(await rotateProvider(world.newRun(), world.holder(name), proven)).toEqual({ outcome: 'pushed' });
    const turns = world.seen.filter((one) => /token|UpdateIdentityProvider/.test(one));
    expect(turns).toEqual([
      expect.stringMatching(/token$/),
      expect.stringMatching(/token$/),
      'UpdateIdentityProvider',
    ]);
    expect(await recordOf(world, name)).toEqual({
      version: 1,
      last: {
        at: expect.any(String),
        by: expect.stringContaining('ada'),
        run: expect.any(String),
        proof,
        version,
      },
    });
    // Everything else is sent again unchanged: whatever is omitted may be lost.
    const update = JSON.parse(world.bodies.findLast((body) => body.includes('AttributeMapping')) ?? '{}');
    expect(update).toMatchObject({
      AttributeMapping: before?.AttributeMapping,
      IdpIdentifiers: before?.IdpIdentifiers,
    });
    expect(new Set(world.social.asked.map(({ method }) => method))).toEqual(
      new Set([name === 'Facebook' ? 'GET' : 'POST']),
    );
    // An update replaces all details: only the secret has changed.
    const after = await world.describe(name);
    const secret = name === 'SignInWithApple' ? {} : { client_secret: world.given[name] };
    expect(after).toEqual({
      ...before,
      ProviderDetails: { ...before?.ProviderDetails, ...secret },
      LastModifiedDate: after?.LastModifiedDate,
    });
  },
);

test.each([
  ['LoginWithAmazon', 'invalid_client'],
  ['Facebook', 'OAuthException 1, the same as to a made-up one'],
] as const)('a wrong secret of %s is refused and named, and changes nothing', async (name, said) => {
  const world = of();
  await world.store(name, 'planted-wrong-4711');
  const before = await world.describe(name);
  const end = await rotateProvider(world.newRun(), world.holder(name), proven);
  expect(end).toEqual({
    outcome: 'refused',
    reason: `${name} of test-internal does not accept secret fleet/internal/${name} of identity in eu-central-1: it says ${said}`,
    remedy: expect.stringContaining('put the right one there'),
  });
  expect(await world.describe(name)).toEqual(before);
  expect(world.seen).not.toContain('UpdateIdentityProvider');
  expect(await recordOf(world, name)).toEqual({ version: 1 });
});

test('a key that Apple has not issued is refused, and so is text that is not a key', async () => {
  const world = of();
  const another = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  await world.store('SignInWithApple', another.export({ type: 'pkcs8', format: 'pem' }).toString());
  const rotate = () => rotateProvider(world.newRun(), world.holder('SignInWithApple'), proven);
  expect(await rotate()).toMatchObject({
    outcome: 'refused',
    reason: expect.stringContaining('invalid_client'),
  });
  await world.store('SignInWithApple', 'plantedABCD');
  expect(await rotate()).toMatchObject({
    outcome: 'refused',
    reason: expect.stringContaining('no private key'),
  });
  expect(world.seen).not.toContain('UpdateIdentityProvider');
});

test('a provider that checks the code first proves nothing, and that is recorded', async () => {
  const world = of();
  world.social.on.answer = () => ({ status: 400, body: '{"error":"invalid_grant"}' });
  await world.store('LoginWithAmazon', 'planted-other');
  expect(await rotateProvider(world.newRun(), world.holder('LoginWithAmazon'), proven)).toEqual({
    outcome: 'pushed',
  });
  expect((await recordOf(world, 'LoginWithAmazon'))?.last?.proof).toBe(
    'none: the provider says invalid_grant to a made-up secret, too',
  );
});

test('a provider that does not answer is reported, and nothing is changed unless --unproven is given', async () => {
  const world = of();
  await world.store('LoginWithAmazon');
  const rotate = (unproven: boolean) =>
    rotateProvider(world.newRun(), world.holder('LoginWithAmazon'), { unproven });
  for (const answer of [
    { status: 503, body: '' },
    { status: 429, body: '{}' },
    // Nothing in a provider's response is repeated.
    { status: 200, body: `<html>${world.given.LoginWithAmazon}` },
  ]) {
    world.social.on.answer = () => answer;
    await expect(rotate(false)).rejects.toThrow(
      /api.amazon.com.* does not say whether it accepts a secret of identity/,
    );
  }
  expect(await world.has('LoginWithAmazon')).toBe(world.placeholder);
  const asked = world.social.asked.length;
  expect(await rotate(true)).toEqual({ outcome: 'pushed' });
  expect(world.social.asked).toHaveLength(asked);
  expect((await recordOf(world, 'LoginWithAmazon'))?.last?.proof).toBe('none: skipped with --unproven');
});

test('a provider that has the secret is left alone; one whose record is lost is proven again', async () => {
  const world = of();
  await world.store('LoginWithAmazon');
  const rotate = () => rotateProvider(world.newRun(), world.holder('LoginWithAmazon'), proven);
  await rotate();
  world.seen.length = 0;
  expect(await rotate()).toEqual({ outcome: 'unchanged' });
  expect(world.seen).toEqual(['GetSecretValue', 'DescribeIdentityProvider']);
  const before = await recordOf(world, 'LoginWithAmazon');
  world.bucket.objects.clear();
  expect(await rotate()).toEqual({ outcome: 'unchanged' });
  expect(world.seen).not.toContain('UpdateIdentityProvider');
  expect((await recordOf(world, 'LoginWithAmazon'))?.last).toMatchObject({
    proof: before?.last?.proof,
    version: before?.last?.version,
  });
  // A manual change in Cognito lasts only for a time.
  await world.setByHand('LoginWithAmazon', 'something else');
  expect(await rotate()).toEqual({ outcome: 'pushed' });
  expect(await world.has('LoginWithAmazon')).toBe(world.given.LoginWithAmazon);
});

test('anything missing is reported with a remedy, and nothing is written', async () => {
  const world = of();
  const rotate = (holder: ReturnType<World['holder']>) => rotateProvider(world.newRun(), holder, proven);
  expect(await rotate(world.holder('LoginWithAmazon'))).toEqual({
    outcome: 'no secret',
    reason: 'account identity (111111111111) has no secret fleet/internal/LoginWithAmazon in eu-central-1',
    remedy: expect.stringContaining('--name fleet/internal/LoginWithAmazon'),
  });
  await world.store('LoginWithAmazon');
  expect(await rotate({ ...world.holder('LoginWithAmazon'), provider: 'unknown' })).toMatchObject({
    outcome: 'no provider',
    reason: 'test-internal has no identity provider unknown',
    remedy: expect.stringContaining('--stack internal'),
  });
  expect(await rotate({ ...world.holder('LoginWithAmazon'), pool: 'other', tenant: 'acme' })).toMatchObject({
    outcome: 'no provider',
    reason: 'there is no user pool other',
    remedy: expect.stringContaining('--tenant acme'),
  });
  expect(world.seen).not.toContain('UpdateIdentityProvider');
});

test.each([' \n', '{"client_secret":"planted-json"}', 'planted with blanks'])(
  'what cannot be a secret (%j) is refused before the provider is asked',
  async (text) => {
    const world = of();
    await world.store('LoginWithAmazon', text);
    world.seen.length = 0;
    expect(await rotateProvider(world.newRun(), world.holder('LoginWithAmazon'), proven)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('secret fleet/internal/LoginWithAmazon holds'),
    });
    expect(world.seen.filter((one) => /token|Update/.test(one))).toEqual([]);
  },
);

test('after an interruption, a proven secret is not pushed', async () => {
  const world = of();
  await world.store('LoginWithAmazon');
  expect(
    await rotateProvider(
      world.newRun({ signal: AbortSignal.abort() }),
      world.holder('LoginWithAmazon'),
      proven,
    ),
  ).toEqual({ outcome: 'interrupted' });
  expect(await world.has('LoginWithAmazon')).toBe(world.placeholder);
});

/** Everything that a rotation leaves anywhere except in Secrets Manager and Cognito. */
const written = ({ folder, bucket }: World) =>
  [
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => readFileSync(join(folder, name), 'utf8')),
    ...[...bucket.objects.values()].map(({ text }) => text),
  ].join('\n');

test.each(['DescribeIdentityProvider', 'UpdateIdentityProvider'])(
  'an error of %s that quotes the secret is reported and recorded without it, however it is quoted',
  async (failing) => {
    const world = of();
    const secret = world.given.LoginWithAmazon;
    await world.store('LoginWithAmazon');
    world.on.request = async ({ operation, key }, answer) =>
      operation === failing && key === 'ROTATION'
        ? json(400, {
            __type: 'InvalidParameterException',
            message: `"${secret}" is no good; ${JSON.stringify({ secret })} ${encodeURIComponent(secret)}`,
          })
        : answer();
    const error = await rotateProvider(world.newRun(), world.holder('LoginWithAmazon'), proven).catch(
      (thrown: Error) => thrown,
    );
    expect(error).toMatchObject({
      message: expect.stringContaining('"***" is no good; {"secret":"***"} ***'),
    });
    expect(written(world)).not.toMatch(/planted/);
  },
);

test('no secret is in a ledger or a record, whether it was accepted or refused', async () => {
  const world = of();
  for (const name of ['Facebook', 'LoginWithAmazon', 'SignInWithApple'] as const) {
    await world.store(name);
    await rotateProvider(world.newRun(), world.holder(name), proven);
    if (name !== 'SignInWithApple') await world.store(name, 'planted-wrong');
    await rotateProvider(world.newRun(), world.holder(name), proven);
  }
  const text = written(world);
  expect(text).toContain('prove');
  expect(text).not.toMatch(/planted|PRIVATE KEY/);
  // Not even a part of Apple's key.
  const [, line = ''] = world.given.SignInWithApple.split('\n');
  expect(text).not.toContain(line.slice(0, 16));
});
