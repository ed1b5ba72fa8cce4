import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { beginLedger, type Ledger, ledgerPath } from '../../../scripts/ledger/ledger';
import { parseLedger } from '../../../scripts/ledger/line';
import { remoteLedger } from '../../../scripts/ledger/remote';
import { fenceOf, reconcile, resumeLedger } from '../../../scripts/ledger/resume';
import { step, stepsOf } from '../../../scripts/ledger/steps';
import { memoryStore } from '../memory-store';
import { tempFolder } from '../temp';

const run = 'dev-2026-11-29T10-00-00-000Z-abcdef';
const note = (n: number) => ({ type: 'note' as const, step: 'a', data: { n } });
const textAt = (state: string) => readFileSync(ledgerPath(state, run), 'utf8');

/** A run that has reached the bucket with two lines. */
async function begun() {
  const state = tempFolder();
  const store = memoryStore();
  const remote = remoteLedger(store, run);
  const ledger = beginLedger(state, run, { command: 'rollout' });
  await ledger.connect(remote);
  await ledger.recordSafely(note(1));
  return { state, store, remote, ledger };
}
const resumed = (state: string, remote: ReturnType<typeof remoteLedger> | undefined, said: string[] = []) =>
  resumeLedger(state, run, remote, (line) => said.push(line));

test('lines added while others are being copied are copied together, none twice and none left out', async () => {
  const { state, store, remote, ledger } = await begun();
  for (let n = 2; n < 10; n++) ledger.note('a', { n });
  await ledger.settled();
  expect(await remote.text()).toBe(textAt(state));
  expect(store.objects.size).toBeLessThan(6);
});

test('a bucket that is created later gets all lines from the first', async () => {
  const state = tempFolder();
  const remote = remoteLedger(memoryStore(), run);
  const ledger = beginLedger(state, run, {});
  await ledger.recordSafely(note(1));
  expect(await remote.text()).toBe('');
  await ledger.connect(remote);
  expect(await remote.text()).toBe(textAt(state));
});

test('a bucket that fails stops the next action; the disk still has every line', async () => {
  const { state, store, ledger } = await begun();
  store.beforeWrite = () => {
    throw new Error('500 InternalError');
  };
  await expect(ledger.recordSafely(note(2))).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/ledger of dev-.* cannot be copied to s3:\/\/states\/ledger\/.*500/),
  });
  expect(() => ledger.record(note(3))).toThrow('500');
  expect(parseLedger(textAt(state)).entries).toHaveLength(3);
  const said: string[] = [];
  await ledger.close('failed', (line) => said.push(line));
  expect(said.join()).toContain('500');
});

test('another machine continues a run; the first one, still running, stops at its next line', async () => {
  const { store, remote, ledger } = await begun();
  const elsewhere = tempFolder();
  const second = await resumed(elsewhere, remoteLedger(store, run));
  expect(second.entries.map(({ type }) => type)).toEqual(['run', 'note', 'resume']);
  expect(fenceOf(second.entries)).toBe(1);
  await expect(ledger.recordSafely(note(2))).rejects.toMatchObject({
    message: expect.stringContaining('another machine has continued run'),
  });
  await second.recordSafely(note(7));
  expect(await remote.text()).toBe(textAt(elsewhere));
  expect(parseLedger(await remote.text()).entries.at(-1)?.data).toEqual({ n: 7 });
});

test('the first machine comes back: the lines in the bucket count, its own are kept separately', async () => {
  const { state, store, remote, ledger } = await begun();
  const second = await resumed(tempFolder(), remoteLedger(store, run));
  await second.recordSafely(note(7));
  await ledger.recordSafely(note(2)).catch(() => {});
  const said: string[] = [];
  const back = await resumed(state, remote, said);
  expect(said).toEqual([expect.stringContaining('another machine has continued run')]);
  expect(back.entries.map(({ type, data }) => data.n ?? type)).toEqual(['run', 1, 'resume', 7, 'resume']);
  expect(readFileSync(`${ledgerPath(state, run)}.replaced`, 'utf8')).toContain('"n":2');
  expect(await remote.text()).toBe(textAt(state));
});

test('a local copy that is ahead, torn or gone is repaired from both copies', async () => {
  const { state, store, remote, ledger } = await begun();
  const working = store.beforeWrite;
  store.beforeWrite = () => {
    throw new Error('gone');
  };
  await ledger.recordSafely(note(2)).catch(() => {});
  store.beforeWrite = working;
  appendFileSync(ledgerPath(state, run), '{"seq":4,');
  const ahead = await resumed(state, remote);
  expect(ahead.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  expect(await remote.text()).toBe(textAt(state));
  rmSync(ledgerPath(state, run));
  const fetched = await resumed(state, remote);
  expect(fetched.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
});

test('two torn copies give what is intact in either', () => {
  fc.assert(
    fc.property(fc.nat({ max: 5 }), fc.nat({ max: 5 }), (here, there) => {
      const state = tempFolder();
      const ledger = beginLedger(state, run, {});
      for (let n = 1; n < 6; n++) ledger.record(note(n));
      const lines = textAt(state).split(/(?<=\n)/);
      const torn = (n: number) => lines.slice(0, n).join('') + (lines[n] ?? '').slice(0, 20);
      const { common, onlyHere, onlyThere } = reconcile(torn(here), torn(there));
      expect([common, onlyHere.length, onlyThere.length]).toEqual([
        Math.min(here, there),
        Math.max(0, here - there),
        Math.max(0, there - here),
      ]);
    }),
    { numRuns: 36 },
  );
});

test('an unknown run, and one that is done, cannot be resumed', async () => {
  const state = tempFolder();
  await expect(resumed(state, undefined)).rejects.toMatchObject({
    exitCode: 2,
    message: `there is no run ${run}`,
  });
  expect(existsSync(ledgerPath(state, run))).toBe(false);
  const ledger = beginLedger(state, run, {});
  await ledger.close('done', () => {});
  await expect(resumed(state, undefined)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining('has ended'),
  });
});

describe('steps', () => {
  const begunHere = (state = tempFolder()): Ledger => beginLedger(state, run, {});

  test('the intent is recorded before the act, the result after it', async () => {
    const ledger = begunHere();
    const seen: string[][] = [];
    const result = await step(ledger, 'a', { what: 'x' }, async (fact) => {
      seen.push(ledger.entries.map(({ type }) => type));
      fact({ pid: 1 });
      return { made: 'y' };
    });
    expect(result).toEqual({ made: 'y' });
    expect(seen).toEqual([['run', 'begin']]);
    expect(stepsOf(ledger.entries).get('a')).toEqual({
      id: 'a',
      intent: { what: 'x' },
      notes: [{ pid: 1 }],
      end: { outcome: 'done', data: { outcome: 'done', result: { made: 'y' } } },
    });
  });

  test('a completed step is not repeated; one that failed or was interrupted is', async () => {
    const state = tempFolder();
    const ledger = begunHere(state);
    const act = jest.fn(async () => ({ n: 1 }));
    await step(ledger, 'a', {}, act);
    await expect(
      step(ledger, 'b', {}, async () => Promise.reject(new Error('no\nsecond line'))),
    ).rejects.toThrow();
    expect(stepsOf(ledger.entries).get('b')?.end?.data.reason).toBe('no');
    ledger.record({ type: 'begin', step: 'c', data: {} });
    const again = await resumed(state, undefined);
    expect(await step(again, 'a', {}, act)).toEqual({ n: 1 });
    expect(act).toHaveBeenCalledTimes(1);
    expect(await step(again, 'b', {}, async () => ({ n: 2 }))).toEqual({ n: 2 });
    expect(await step(again, 'c', {}, async () => ({ n: 3 }))).toEqual({ n: 3 });
  });

  test('nothing is done if its intent cannot be written', async () => {
    const state = tempFolder();
    const store = memoryStore();
    const ledger = beginLedger(state, run, {});
    await ledger.connect(remoteLedger(store, run));
    store.beforeWrite = () => {
      throw new Error('no network');
    };
    const act = jest.fn();
    await expect(step(ledger, 'a', {}, act)).rejects.toThrow('no network');
    expect(act).not.toHaveBeenCalled();
  });
});

test('a ledger that someone else has written to after all is refused by its checksums', () => {
  const state = tempFolder();
  const ledger = beginLedger(state, run, {});
  ledger.record(note(1));
  writeFileSync(ledgerPath(state, run), textAt(state).replace('"n":1', '"n":2'));
  appendFileSync(ledgerPath(state, run), 'more\n');
  expect(parseLedger(textAt(state)).broken?.line).toBe(2);
});
