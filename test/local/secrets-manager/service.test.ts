import fc from 'fast-check';
import { dispatch } from '../../../local/dispatch';
import { secretsManager } from '../../../local/secrets-manager/service';

const account = '111111111111';

// biome-ignore lint/suspicious/noExplicitAny: answers differ by operation
type Answer = { status: number; body: any };

function local() {
  const clock = { now: 1_700_000_000_000 };
  const service = secretsManager(() => clock.now);
  async function send(
    operation: string,
    input: object,
    to: { account?: string; region?: string } = {},
  ): Promise<Answer> {
    const request = {
      service: 'secretsmanager',
      account: to.account ?? account,
      region: to.region ?? 'eu-central-1',
      operation,
      method: 'POST',
      path: '/',
      headers: { 'x-amz-target': `secretsmanager.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
    };
    const answer = await dispatch([service], request, async () => ({ status: 0, headers: {}, body: '{}' }));
    return { status: answer.status, body: JSON.parse(String(answer.body)) };
  }
  const SecretId = 'fleet/a';
  return {
    clock,
    send,
    create: (more: object = {}) => send('CreateSecret', { Name: SecretId, ...more }),
    put: (version: string, SecretString: string, VersionStages?: string[]) =>
      send('PutSecretValue', { SecretId, ClientRequestToken: idOf(version), SecretString, VersionStages }),
    get: async (more: object = {}) => (await send('GetSecretValue', { SecretId, ...more })).body.SecretString,
    move: (VersionStage: string, from?: string, to?: string) =>
      send('UpdateSecretVersionStage', {
        SecretId,
        VersionStage,
        RemoveFromVersionId: from && idOf(from),
        MoveToVersionId: to && idOf(to),
      }),
    labels: async () => (await send('DescribeSecret', { SecretId })).body.VersionIdsToStages,
    changed: async () => (await send('DescribeSecret', { SecretId })).body.LastChangedDate,
  };
}

/** An id of a version; AWS wants at least 32 characters. */
const idOf = (name: string) => name.padEnd(32, '-');
const refused = (type: string) => ({ status: 400, body: expect.objectContaining({ __type: type }) });

test('the first value is the current one, whatever its labels say', async () => {
  const { create, put, labels, get } = local();
  await create();
  expect(await get()).toBeUndefined();
  await put('a', 'one', ['AWSPENDING']);
  expect(await labels()).toEqual({ [idOf('a')]: ['AWSCURRENT', 'AWSPENDING'] });
  expect(await get()).toBe('one');
});

test('a pending value leaves the current one alone, until the label is moved', async () => {
  const { create, put, get, move, labels } = local();
  await create({ SecretString: 'one', ClientRequestToken: idOf('a') });
  await put('b', 'two', ['AWSPENDING']);
  expect(await get()).toBe('one');
  expect(await get({ VersionStage: 'AWSPENDING' })).toBe('two');
  expect(await move('AWSCURRENT', 'a', 'b')).toMatchObject({ status: 200 });
  expect(await get()).toBe('two');
  expect(await get({ VersionStage: 'AWSPREVIOUS' })).toBe('one');
  await put('c', 'three', ['AWSPENDING']);
  expect(await labels()).toEqual({
    [idOf('a')]: ['AWSPREVIOUS'],
    [idOf('b')]: ['AWSCURRENT'],
    [idOf('c')]: ['AWSPENDING'],
  });
  // A value without labels is the new current one.
  await put('d', 'four');
  expect(await labels()).toMatchObject({ [idOf('d')]: ['AWSCURRENT'], [idOf('b')]: ['AWSPREVIOUS'] });
});

test('no version ever changes: the same value is not an error, another one is refused', async () => {
  const { create, put, get, labels } = local();
  await create({ SecretString: 'one', ClientRequestToken: idOf('a') });
  await put('b', 'two', ['AWSPENDING']);
  expect(await put('b', 'two', ['AWSCURRENT'])).toMatchObject({ status: 200 });
  expect(await put('b', 'other', ['AWSPENDING'])).toMatchObject(refused('ResourceExistsException'));
  expect(await get({ VersionStage: 'AWSPENDING' })).toBe('two');
  expect(await labels()).toMatchObject({ [idOf('a')]: ['AWSCURRENT'] });
});

test.each([
  ['without naming its current version', undefined, 'b', 'InvalidParameterException'],
  ['from a version that has it not', 'b', 'c', 'InvalidParameterException'],
  ['to a version that is not there', 'a', 'x', 'ResourceNotFoundException'],
  ['to nowhere', 'a', undefined, 'InvalidParameterException'],
  ['from nowhere to nowhere', undefined, undefined, 'InvalidParameterException'],
])('AWSCURRENT is not moved %s, and nothing changes', async (_, from, to, type) => {
  const { create, put, move, labels } = local();
  await create({ SecretString: 'one', ClientRequestToken: idOf('a') });
  await put('b', 'two', ['AWSPENDING']);
  await put('c', 'three', ['other']);
  const before = await labels();
  expect(await move('AWSCURRENT', from, to)).toMatchObject(refused(type));
  expect(await labels()).toEqual(before);
});

test('a label never has two versions, and AWSCURRENT always has one', async () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const label = fc.constantFrom('AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS');
  const some = fc.option(name, { nil: undefined });
  const step = fc.oneof(
    fc.record({ put: name, labels: fc.option(fc.array(label, { minLength: 1 }), { nil: undefined }) }),
    fc.record({ move: label, from: some, to: some }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { create, put, move, labels, get } = local();
      await create({ SecretString: 'one', ClientRequestToken: idOf('a') });
      for (const one of steps) {
        if ('put' in one) await put(one.put, `value of ${one.put}`, one.labels);
        else await move(one.move, one.from, one.to);
        const attached: string[] = Object.values<string[]>(await labels()).flat();
        expect(new Set(attached).size).toBe(attached.length);
        expect(attached).toContain('AWSCURRENT');
        expect(await get()).toBeDefined();
      }
    }),
  );
});

test('every change updates the time of the last one, and reading does not', async () => {
  const { create, put, get, move, changed, clock } = local();
  const later = async (what: () => Promise<unknown>) => {
    const before = await changed();
    clock.now += 60_000;
    await what();
    return (await changed()) - before;
  };
  await create({ SecretString: 'one', ClientRequestToken: idOf('a') });
  expect(await later(() => get())).toBe(0);
  expect(await later(() => put('b', 'two', ['AWSPENDING']))).toBe(120);
  expect(await later(() => move('AWSCURRENT', 'a', 'b'))).toBe(60);
});

test('a version requested by id and label must match both', async () => {
  const { create, put, send } = local();
  await create({ SecretString: 'one', ClientRequestToken: idOf('a') });
  await put('b', 'two', ['AWSPENDING']);
  const get = (VersionId: string, VersionStage: string) =>
    send('GetSecretValue', { SecretId: 'fleet/a', VersionId: idOf(VersionId), VersionStage });
  expect((await get('b', 'AWSPENDING')).body.SecretString).toBe('two');
  expect(await get('a', 'AWSPENDING')).toMatchObject(refused('InvalidRequestException'));
  expect(await get('x', 'AWSPENDING')).toMatchObject(refused('ResourceNotFoundException'));
});

test('each account and region has its own secrets, and names are unique', async () => {
  const { create, send } = local();
  const { body } = await create({ SecretString: 'one' });
  expect(body.ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:111111111111:secret:fleet\/a-[0-9a-f]{6}$/);
  expect(await create()).toMatchObject(refused('ResourceExistsException'));
  for (const to of [{ region: 'eu-west-1' }, { account: '222222222222' }])
    for (const SecretId of ['fleet/a', body.ARN])
      expect(await send('GetSecretValue', { SecretId }, to)).toMatchObject(
        refused('ResourceNotFoundException'),
      );
  expect((await send('GetSecretValue', { SecretId: body.ARN })).body.SecretString).toBe('one');
});

test('a deleted secret returns nothing, keeps its name, and can be restored', async () => {
  const { create, send, get, put } = local();
  await create({ SecretString: 'one' });
  await send('DeleteSecret', { SecretId: 'fleet/a', RecoveryWindowInDays: 7 });
  expect(await get()).toBeUndefined();
  expect(await put('b', 'two')).toMatchObject(refused('InvalidRequestException'));
  expect(await create()).toMatchObject(refused('InvalidRequestException'));
  await send('RestoreSecret', { SecretId: 'fleet/a' });
  expect(await get()).toBe('one');
  await send('DeleteSecret', { SecretId: 'fleet/a', ForceDeleteWithoutRecovery: true });
  expect(await create({ SecretString: 'new' })).toMatchObject({ status: 200 });
});

test('what would be ignored is refused, and so is what AWS has and we do not', async () => {
  const { create, send } = local();
  expect(await create({ AddReplicaRegions: [{ Region: 'eu-west-1' }] })).toMatchObject(
    refused('ValidationException'),
  );
  expect(await send('RotateSecret', {})).toMatchObject(refused('UnknownOperationException'));
});
