import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../../../scripts/cli/with-lock';
import { tempFolder } from '../temp';

test('a second command is refused with the name of the first, and does nothing', async () => {
  const state = tempFolder();
  let done = false;
  await withLock(state, 'rollout', async () => {
    const second = withLock(state, 'synth', async () => {
      done = true;
    });
    await expect(second).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('"fleet rollout" is running'),
    });
  });
  expect(done).toBe(false);
  expect(await withLock(state, 'synth', async () => 'now')).toBe('now');
  expect(readdirSync(state)).toEqual([]);
});

test('the lock is released when the work fails', async () => {
  const state = tempFolder();
  await expect(withLock(state, 'plan', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(state)).toEqual([]);
});

test.each([
  ['a process that has ended', () => JSON.stringify({ pid: spawnSync('true').pid, command: 'rollout' })],
  [
    'a process whose number another one has now',
    () => JSON.stringify({ pid: process.pid, identity: 'long ago', command: 'rollout' }),
  ],
  ['an unreadable holder', () => 'half a li'],
])('the lock of %s is taken over', async (_, content) => {
  const state = tempFolder();
  writeFileSync(join(state, 'running.json'), content());
  expect(await withLock(state, 'plan', async () => 'done')).toBe('done');
  expect(readdirSync(state)).toEqual([]);
});
