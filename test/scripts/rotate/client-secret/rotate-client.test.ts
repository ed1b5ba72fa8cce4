import { retireShownSecret, rotateClient } from '../../../../scripts/rotate/client-secret/rotate-client';
import { eachInNewWorld } from './world';

const of = eachInNewWorld();
const always = (soakMinutes: number) => ({ begin: 'always', soakMinutes }) as const;

test('a new secret takes the place of the one that Cognito made, and the id stays', async () => {
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

test('as long as it soaks both are let in, and a later run deletes the old one', async () => {
  const { newRun, holder, first, call, askAs, clock, slots } = of();
  const end = await rotateClient(newRun(), holder, always(60));
  expect(end).toMatchObject({ outcome: 'soaking' });
  const again = () => rotateClient(newRun(), holder, always(60));
  expect(await again()).toEqual(end);
  expect(await call()).toBeDefined();
  expect(await askAs(first)).toBeDefined();
  expect(await slots()).toHaveLength(2);
  clock.now = ('until' in end ? end.until.getTime() : 0) - 1;
  expect(await again()).toEqual(end);
  clock.now += 1;
  expect(await again()).toEqual({ outcome: 'rotated' });
  expect(await askAs(first)).toBeUndefined();
  expect(await call()).toBeDefined();
});

test('what Terraform has seen is taken out of use once, and a second time nothing is done', async () => {
  const { newRun, holder, first, askAs, call, writes, seen } = of();
  expect(await retireShownSecret(newRun(), holder)).toEqual({ outcome: 'rotated' });
  expect(await askAs(first)).toBeUndefined();
  expect(await call()).toBeDefined();
  seen.length = 0;
  expect(await retireShownSecret(newRun(), holder)).toEqual({ outcome: 'unchanged' });
  expect(writes()).toEqual([]);
});
