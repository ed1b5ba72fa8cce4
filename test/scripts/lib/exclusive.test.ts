import { spawnSync } from 'node:child_process';
import fs, { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from '../../../scripts/lib/exclusive';
import { processIdentity } from '../../../scripts/lib/process-identity';
import { tempFolder } from './temp';

test('a second command is refused with the name of the first, and nothing of it is done', async () => {
  const state = tempFolder();
  let done = false;
  await exclusively(state, 'rollout', async () => {
    const second = exclusively(state, 'synth', async () => {
      done = true;
    });
    await expect(second).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('"fleet rollout" is running'),
    });
  });
  expect(done).toBe(false);
  expect(await exclusively(state, 'synth', async () => 'now')).toBe('now');
  expect(readdirSync(state)).toEqual([]);
});

test('the lock goes when the work fails', async () => {
  const state = tempFolder();
  await expect(exclusively(state, 'plan', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(state)).toEqual([]);
});

test.each([
  ['a process that is no more', () => JSON.stringify({ pid: spawnSync('true').pid, command: 'rollout' })],
  ['nobody that can be read', () => 'half a li'],
])('the lock of %s is taken over', async (_, content) => {
  const state = tempFolder();
  writeFileSync(join(state, 'running.json'), content());
  expect(await exclusively(state, 'plan', async () => 'done')).toBe('done');
  expect(readdirSync(state)).toEqual([]);
});

test('of many who find a dead lock, one at a time works', async () => {
  const state = tempFolder();
  writeFileSync(
    join(state, 'running.json'),
    JSON.stringify({ pid: spawnSync('true').pid, command: 'rollout' }),
  );
  let inside = 0;
  let most = 0;
  const ends = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      exclusively(state, 'plan', async () => {
        most = Math.max(most, ++inside);
        await Promise.resolve();
        inside--;
      }),
    ),
  );
  expect(most).toBe(1);
  expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true);
});

const dead = () =>
  JSON.stringify({ pid: spawnSync('true').pid, identity: 'an earlier one', command: 'plan' });

test('two find one dead lock: the slower one never takes away the lock of the quicker one', async () => {
  const state = tempFolder();
  const file = join(state, 'running.json');
  writeFileSync(file, dead());
  const quicker = JSON.stringify({
    pid: process.ppid,
    identity: processIdentity(process.ppid),
    command: 'rollout',
  });
  const { renameSync } = fs;
  const rename = jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    // At this very moment the quicker one has taken the dead lock over.
    if (from === file) writeFileSync(file, quicker);
    renameSync(from, to);
  });
  const mine = jest.fn();
  await expect(exclusively(state, 'plan', mine)).rejects.toMatchObject({
    message: expect.stringContaining('"fleet rollout" is running'),
  });
  rename.mockRestore();
  expect(mine).not.toHaveBeenCalled();
  expect(readFileSync(file, 'utf8')).toBe(quicker);
});

test('a process that has the number of the dead one holds nothing', async () => {
  const state = tempFolder();
  const another = { pid: process.ppid, identity: 'of an earlier boot 4711', command: 'rollout' };
  writeFileSync(join(state, 'running.json'), JSON.stringify(another));
  expect(await exclusively(state, 'plan', async () => 'done')).toBe('done');
});
