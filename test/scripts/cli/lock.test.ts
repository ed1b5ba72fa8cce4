import { spawnSync } from 'node:child_process';
import fs, { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from '../../../scripts/cli/lock';
import { processIdentity } from '../../../scripts/cli/process-identity';
import { tempFolder } from '../temp';

const parent = tempFolder();
const alive = { pid: process.pid, identity: processIdentity(process.pid) ?? '', command: 'plan' };
const dead = { pid: spawnSync('true').pid, identity: 'long ago', command: 'rollout' };

/** Another process, which runs completely before that step of the current one. */
interface Other {
  before: number;
  come(): void;
}

/** Every call by which a lock is read or changed. */
const calls = ['linkSync', 'readFileSync', 'renameSync', 'rmSync', 'writeFileSync'] as const;

/** Works while others come in between; returns how many of them came too late. */
function interleave(work: () => void, others: readonly Other[]): number {
  const waiting = [...others];
  let step = 0;
  let inside = false;
  for (const name of calls) {
    const original = fs[name] as (...args: unknown[]) => unknown;
    jest.spyOn(fs, name).mockImplementation(((...args: unknown[]) => {
      if (!inside && String(args[0]).startsWith(parent)) {
        inside = true;
        while (waiting[0] && waiting[0].before <= step) waiting.shift()?.come();
        inside = false;
        step++;
      }
      return original(...args);
    }) as never);
  }
  try {
    work();
  } finally {
    jest.restoreAllMocks();
  }
  return waiting.length;
}

/** A folder with a dead lock; those who take it, and how many of them have it at once. */
function deadLock() {
  const folder = join(parent, 'state');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const file = join(folder, 'running.json');
  writeFileSync(file, JSON.stringify(dead));
  const held: { release(): void }[] = [];
  const take = (holder = alive) => {
    const lock = takeLock(file, holder);
    if ('release' in lock) held.push(lock);
    return lock;
  };
  return { folder, file, held, take };
}

// Every pair of moments at which a second and a third process can come while the first takes it over.
test('of many that find a dead lock, one gets it, whenever the others arrive', () => {
  let tried = 0;
  for (let second = 0, late = 0; late < 2; second++) {
    for (let third = second; ; third++) {
      const { folder, held, take } = deadLock();
      const come = () => void take();
      late = interleave(come, [
        { before: second, come },
        { before: third, come },
      ]);
      expect({ second, third, held: held.length }).toEqual({ second, third, held: 1 });
      held[0]?.release();
      expect({ second, third, left: readdirSync(folder) }).toEqual({ second, third, left: [] });
      tried++;
      if (late > 0) break;
    }
  }
  expect(tried).toBeGreaterThan(20);
});

test('one that takes it over, works and releases it in the meantime does not let two others in', () => {
  for (let second = 0, late = 0; late === 0; second++) {
    for (let third = second; late < 2; third++) {
      const { held, take } = deadLock();
      const passBy = () => {
        const lock = take();
        if (!('release' in lock)) return;
        held.splice(held.indexOf(lock), 1);
        lock.release();
      };
      late = interleave(
        () => void take(),
        [
          { before: second, come: passBy },
          { before: third, come: () => void take() },
        ],
      );
      expect({ second, third, held: held.length }).toEqual({ second, third, held: 1 });
      if (late > 0) break;
    }
  }
});

test('if one dies while taking over, the next one gets it', () => {
  const death = new Error('killed');
  for (let at = 0, late = 0; late === 0; at++) {
    const { held, take } = deadLock();
    const die = () => {
      // Its death prevents whatever it would have done.
      for (const name of calls)
        (fs[name] as jest.Mock).mockImplementation(() => {
          throw death;
        });
      throw death;
    };
    try {
      late = interleave(
        () => void takeLock(join(parent, 'state', 'running.json'), dead),
        [{ before: at, come: die }],
      );
    } catch (error) {
      expect(error).toBe(death);
    }
    take();
    expect({ at, held: held.length }).toEqual({ at, held: 1 });
  }
});

test('the holder is named, and keeps it', () => {
  const { take } = deadLock();
  take();
  expect(take()).toEqual({ heldBy: expect.objectContaining(alive) });
});

test("a release leaves someone else's lock alone", () => {
  const { file, take } = deadLock();
  const first = take();
  rmSync(file);
  take();
  if ('release' in first) first.release();
  expect(take()).toHaveProperty('heldBy');
});
