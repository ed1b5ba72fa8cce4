import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ConnectionLost } from '../../../../local/faults/trouble';
import { json } from '../../../../local/service';
import { retireShownSecret, rotateClient } from '../../../../scripts/rotate/client-secret/rotate-client';
import { eachInNewWorld } from './world';

const of = eachInNewWorld();
const always = (soakMinutes: number) => ({ begin: 'always', soakMinutes }) as const;

test('a new secret replaces the one that Cognito generated, and the id stays the same', async () => {
  const { newRun, holder, first, call, askAs, slots, shown, read } = of();
  const before = await slots();
  expect(await rotateClient(newRun(), holder, always(0))).toEqual({ outcome: 'rotated' });
  expect(await call()).toBeDefined();
  expect(await askAs(first)).toBeUndefined();
  expect(await shown()).toBeUndefined();
  expect(await read('AWSCURRENT')).toMatch(/^[0-9a-f]{64}$/);
  expect(await read('AWSPREVIOUS')).toBe(first);
  const after = await slots();
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);
});

test('it is stored as pending, added, proven and only then fetched; the old one is deleted last', async () => {
  const { newRun, holder, seen, isWrite } = of();
  seen.length = 0;
  await rotateClient(newRun(), holder, always(0));
  const turns = seen.filter((one) => isWrite(one) || one === 'token');
  expect(turns.filter((one, index) => one !== turns[index - 1])).toEqual([
    ...['token', 'CreateSecret', 'token', 'PutSecretValue', 'token', 'AddUserPoolClientSecret'],
    ...['token', 'UpdateSecretVersionStage', 'token', 'DeleteUserPoolClientSecret', 'token'],
  ]);
});

test('the next rotation does the same again', async () => {
  const { newRun, holder, call, askAs, read, slots } = of();
  await rotateClient(newRun(), holder, always(0));
  const second = await read('AWSCURRENT');
  expect(await rotateClient(newRun(), holder, always(0))).toEqual({ outcome: 'rotated' });
  expect(await call()).toBeDefined();
  expect(await askAs(second)).toBeUndefined();
  expect(await slots()).toHaveLength(1);
});

test('while it soaks, both are accepted, and a later run deletes the old one', async () => {
  const { newRun, holder, first, call, askAs, clock, slots } = of();
  const end = await rotateClient(newRun(), holder, always(60));
  expect(end).toMatchObject({ outcome: 'soaking' });
  const again = () => rotateClient(newRun(), holder, always(60));
  expect(await again()).toEqual(end);
  expect(await call()).toBeDefined();
  expect(await askAs(first)).toBeDefined();
  expect(await slots()).toHaveLength(2);
  clock.now = ('until' in end ? end.until.getTime() : 0) - 1000;
  expect(await again()).toEqual(end);
  clock.now += 1000;
  expect(await again()).toEqual({ outcome: 'rotated' });
  expect(await askAs(first)).toBeUndefined();
  expect(await call()).toBeDefined();
});

test('a secret that Terraform has seen is retired once; the second time, nothing is done', async () => {
  const { newRun, holder, first, askAs, call, writes, seen } = of();
  expect(await retireShownSecret(newRun(), holder)).toEqual({ outcome: 'rotated' });
  expect(await askAs(first)).toBeUndefined();
  expect(await call()).toBeDefined();
  seen.length = 0;
  expect(await retireShownSecret(newRun(), holder)).toEqual({ outcome: 'unchanged' });
  expect(writes()).toEqual([]);
});

test('a second secret that was added by hand is reported with its date, and nothing is changed', async () => {
  const { newRun, holder, addByHand, slots, writes, seen, call, first, askAs } = of();
  await rotateClient(newRun(), holder, always(0));
  await addByHand();
  const before = await slots();
  seen.length = 0;
  await expect(rotateClient(newRun(), holder, always(0))).rejects.toThrow(
    new RegExp(`both secrets .* are taken.*${before[0]} since 20.*${before[1]} since 20`),
  );
  expect(writes()).toEqual([]);
  expect(await slots()).toEqual(before);
  expect(await call()).toBeDefined();
  expect(await askAs(first)).toBeUndefined();
});

test('so is one that is added before the new value could be; callers keep using the old one', async () => {
  const world = of();
  const { newRun, holder, call, first, askAs, read, slots } = world;
  let stranger = '';
  world.on.request = async ({ operation, key }, answer) => {
    if (operation === 'AddUserPoolClientSecret' && key === 'ROTATION') stranger = await world.addByHand();
    return answer();
  };
  await expect(rotateClient(newRun(), holder, always(0))).rejects.toThrow(/both secrets .* are taken/);
  expect(await slots()).toContain(stranger);
  expect(await call()).toBeDefined();
  expect(await askAs(first)).toBeDefined();
  // Once the other one is gone, the rotation continues with the value that it had created.
  const pending = await read('AWSPENDING');
  world.on.request = (_, answer) => answer();
  await world.removeByHand(stranger);
  expect(await rotateClient(newRun(), holder, always(0))).toEqual({ outcome: 'rotated' });
  expect(await read('AWSCURRENT')).toBe(pending);
});

test('the rotation waits for a new secret that Cognito takes two minutes to propagate', async () => {
  const world = of();
  let opensAt = Number.POSITIVE_INFINITY;
  world.on.request = async ({ operation, body }, answer) => {
    if (operation === 'AddUserPoolClientSecret') opensAt = world.clock.now + 120_000;
    const pending = operation === 'token' ? await world.read('AWSPENDING') : undefined;
    const isNew = pending !== undefined && body.includes(pending);
    return isNew && world.clock.now < opensAt ? json(400, { error: 'invalid_client' }) : answer();
  };
  expect(await rotateClient(world.newRun(), world.holder, always(0))).toEqual({ outcome: 'rotated' });
  expect(await world.call()).toBeDefined();
});

test('a secret that no longer works when callers should start to fetch it is not promoted', async () => {
  const world = of();
  const { first, askAs, call } = world;
  let asked = 0;
  world.on.request = async ({ operation, body }, answer) => {
    const pending = operation === 'token' ? await world.read('AWSPENDING') : undefined;
    const isNew = pending !== undefined && body.includes(pending);
    // Tried when it is stored, when it is added, and last for the proof.
    if (isNew) asked += 1;
    return isNew && asked === 3 ? json(400, { error: 'invalid_client' }) : answer();
  };
  await expect(rotateClient(world.newRun(), world.holder, always(0))).rejects.toThrow('no longer lets');
  world.on.request = (_, answer) => answer();
  expect(await world.read('AWSCURRENT')).toBe(first);
  expect(await call()).toBeDefined();
  expect(await askAs(first)).toBeDefined();
});

test.each([
  [60_000, { outcome: 'rotated' }],
  [Number.POSITIVE_INFINITY, expect.objectContaining({ message: expect.stringContaining('still lets') })],
])(
  'an old secret that works for %d ms after it was deleted is seen to be refused, or reported',
  async (ms, expected) => {
    const world = of();
    let until = 0;
    world.on.request = async ({ operation, body }, answer) => {
      if (operation === 'DeleteUserPoolClientSecret') until = world.clock.now + ms;
      const old = operation === 'token' && body.includes(world.first);
      return old && world.clock.now < until ? json(200, { access_token: 'x' }) : answer();
    };
    const end = await rotateClient(world.newRun(), world.holder, always(0)).catch((error: Error) => error);
    expect(end).toEqual(expected);
    expect(await world.slots()).toHaveLength(1);
  },
);

test('a pool that is failing proves nothing: nothing is concluded, and nothing is changed', async () => {
  const world = of();
  world.on.request = async ({ operation }, answer) =>
    operation === 'token' ? json(503, { message: 'busy' }) : answer();
  world.seen.length = 0;
  await expect(rotateClient(world.newRun(), world.holder, always(0))).rejects.toThrow('does not say whether');
  expect(world.writes()).toEqual([]);
});

test('what repairs itself: our secret deleted by hand, the stored value overwritten, the client recreated', async () => {
  const { newRun, holder, slots, addByHand, removeByHand, call, putByHand } = of();
  const rotate = () => rotateClient(newRun(), holder, always(0));
  await rotate();
  const [ours] = await slots();
  await addByHand();
  await removeByHand(ours as string);
  expect(await call()).toBeUndefined();
  expect(await rotate()).toEqual({ outcome: 'rotated' });
  expect(await call()).toBeDefined();
  for (const text of ['by hand', JSON.stringify({ client_id: 'another', client_secret: 'x'.repeat(24) })]) {
    await putByHand(text);
    expect(await rotate()).toEqual({ outcome: 'rotated' });
    expect(await call()).toBeDefined();
    expect(await slots()).toHaveLength(1);
  }
});

test('a client whose only secret no one can read gets one that callers can fetch, and then loses the old one', async () => {
  const { newRun, holder, slots, addByHand, removeByHand, call, askAs, labels } = of();
  const [made] = await slots();
  const theirs = 'only_its_owner_knows_this_one';
  await addByHand(theirs);
  await removeByHand(made as string);
  expect(await rotateClient(newRun(), holder, always(60))).toMatchObject({ outcome: 'soaking' });
  expect(await call()).toBeDefined();
  expect(await askAs(theirs)).toBeDefined();
  // The first version of a secret is the current one, whatever label it was given.
  expect(Object.values(await labels())).toEqual([['AWSCURRENT']]);
  expect(await rotateClient(newRun(), holder, always(0))).toEqual({ outcome: 'rotated' });
  expect(await askAs(theirs)).toBeUndefined();
  expect(await call()).toBeDefined();
  expect(await slots()).toHaveLength(1);
});

test('a secret that is marked for deletion stops the rotation, with instructions to restore it', async () => {
  const { newRun, holder, manager, writes, seen, slots } = of();
  await rotateClient(newRun(), holder, always(0));
  await manager.send(new DeleteSecretCommand({ SecretId: holder.secretName, RecoveryWindowInDays: 7 }));
  const before = await slots();
  seen.length = 0;
  await expect(rotateClient(newRun(), holder, always(0))).rejects.toMatchObject({
    message: expect.stringContaining('is marked for deletion'),
    remedy: expect.stringContaining('restore-secret'),
  });
  expect(writes()).toEqual([]);
  expect(await slots()).toEqual(before);
});

test('no value is in any error, ledger or record, whatever quotes it', async () => {
  const world = of();
  const { holder, newRun, folder, bucket, bodies, first } = world;
  const values = () => [
    first,
    ...bodies.flatMap((body) => [...body.matchAll(/[0-9a-f]{64}/g)].map(([value]) => value)),
  ];
  const told: string[] = [];
  for (const quoting of ['PutSecretValue', 'AddUserPoolClientSecret', 'UpdateSecretVersionStage']) {
    world.on.request = async ({ operation }, answer) =>
      operation === quoting
        ? json(400, {
            __type: 'InvalidParameterException',
            message: `no good: ${bodies.at(-1)} ${first}`,
          })
        : answer();
    const error = await rotateClient(newRun(), holder, always(0)).catch((thrown: Error) => thrown);
    told.push(String(error), JSON.stringify(error));
    expect(String(error)).toContain('***');
  }
  world.on.request = async () => {
    throw new ConnectionLost();
  };
  told.push(String(await rotateClient(newRun(), holder, always(0)).catch((thrown: Error) => thrown)));
  world.on.request = (_, answer) => answer();
  await rotateClient(newRun(), holder, always(0));
  const files = readdirSync(join(folder, 'ledger')).map((name) =>
    readFileSync(join(folder, 'ledger', name), 'utf8'),
  );
  const records = [...bucket.objects.values()].map(({ text }) => text);
  expect(files.length).toBe(5);
  const versions = new Set(Object.keys(await world.labels()));
  for (const value of values())
    if (!versions.has(value))
      for (const text of [...told, ...files, ...records]) expect(text).not.toContain(value);
  expect(JSON.parse(records[0] ?? '{}').last).toMatchObject({ proof: 'token; the old secret is refused' });
});
