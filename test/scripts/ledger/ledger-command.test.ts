import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../../scripts/cli/context';
import { thisRunner } from '../../../scripts/cli/runner';
import { beginLedger, ledgerPath } from '../../../scripts/ledger/ledger';
import { listRuns, showRun, verifyRuns } from '../../../scripts/ledger/ledger-command';
import { encodeLine, firstSum, parseLedger } from '../../../scripts/ledger/line';
import { attempt } from '../../../scripts/ledger/steps';
import { troubleWith } from '../../../scripts/ledger/verify';
import { tempFolder } from '../temp';

const early = 'staging-2026-11-28T10-00-00-000Z-aaaaaa';
const late = 'dev-2026-11-29T10-00-00-000Z-bbbbbb';
const first = { command: 'rollout', stacks: ['dev-x', 'dev-y'], runner: thisRunner() };

/** A folder with a finished run, and a later one that was interrupted. */
async function setUp() {
  const state = tempFolder();
  const context = { workspace: { state } } as Context;
  const done = beginLedger(state, early, first);
  await attempt(done, 'dev-x', {}, async () => ({ outcome: 'applied' }));
  await attempt(done, 'dev-y', {}, async () => ({ outcome: 'unchanged' }));
  await done.close('done', () => {});
  const broken = beginLedger(state, late, first);
  await attempt(broken, 'dev-x', {}, async () => Promise.reject(new Error('no rights\nmore'))).catch(
    () => {},
  );
  broken.record({ type: 'begin', step: 'dev-y', data: {} });
  return { state, context };
}

test('runs are listed, newest first, with who ran them, how far they got and how they ended', async () => {
  const { context } = await setUp();
  const { data, text } = await listRuns(context, {});
  expect((data as { runs: object[] }).runs).toMatchObject([
    { run: late, outcome: 'running, or broken off', steps: 2, done: 0 },
    { run: early, outcome: 'done', steps: 2, done: 2, here: true, bucket: false },
  ]);
  expect(text).toContain(`process ${process.pid}`);
  expect((await listRuns({ workspace: { state: tempFolder() } } as Context, {})).text).toBe('no runs');
});

test('a run is shown step by step', async () => {
  const { context } = await setUp();
  const { text } = await showRun(context, late, {});
  expect(text).toMatch(/dev-x.*failed.*no rights/);
  expect(text).toMatch(/dev-y.*no end/);
  await expect(showRun(context, 'dev-none', {})).rejects.toMatchObject({
    exitCode: 2,
    message: 'there is no ledger of run dev-none on this machine',
    remedy: expect.stringContaining('npx fleet ledger list'),
  });
});

test('intact ledgers are reported; a torn line is a note, a changed one an error', async () => {
  const { state, context } = await setUp();
  expect(await verifyRuns(context, undefined, {})).toMatchObject({
    exitCode: 0,
    text: '2 of 2 ledgers are whole',
  });
  appendFileSync(ledgerPath(state, late), '{"seq":');
  expect(await verifyRuns(context, late, {})).toMatchObject({
    exitCode: 0,
    text: expect.stringContaining('its last line is torn'),
  });
  const file = ledgerPath(state, early);
  writeFileSync(file, readFileSync(file, 'utf8').replace('applied', 'skipped'));
  const { exitCode, text } = await verifyRuns(context, undefined, {});
  expect(exitCode).toBe(1);
  expect(text).toMatch(`${early}: on this machine, line 3: its checksum does not match`);
  expect(text).toContain('1 of 2 ledgers are whole');
  rmSync(join(file));
});

test('copies that differ are an error; one that is only ahead is not', () => {
  const ledger = (...steps: string[]) => {
    let sum = firstSum;
    const lines = steps.map((step, index) => {
      const encoded = encodeLine({ seq: index + 1, at: '', type: 'note', step, data: {} }, sum);
      sum = encoded.sum;
      return encoded.line;
    });
    return parseLedger(lines.join(''));
  };
  const judge = (here?: ReturnType<typeof ledger>, there?: ReturnType<typeof ledger>) =>
    troubleWith({ here, there }, true);
  expect(judge(ledger('a', 'b'), ledger('a', 'b'))).toEqual({ problems: [], notes: [] });
  expect(judge(ledger('a', 'b'), ledger('a'))).toMatchObject({
    problems: [],
    notes: [expect.stringMatching(/2 lines.*1 in/)],
  });
  expect(judge(ledger('a', 'b'), ledger('a', 'c')).problems).toEqual([
    expect.stringContaining('from line 2:'),
  ]);
  expect(judge(ledger('a'), undefined).notes).toEqual(['it is only on this machine']);
});
