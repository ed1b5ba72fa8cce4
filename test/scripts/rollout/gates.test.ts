import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { rolloutSchema } from '../../../environments/schema/rollout';
import { Interrupt } from '../../../scripts/cli/interrupt';
import { beginLedger } from '../../../scripts/ledger/ledger';
import { stepsOf } from '../../../scripts/ledger/steps';
import { type Answer, patiently } from '../../../scripts/rollout/gates/gate';
import { judgeWave } from '../../../scripts/rollout/gates/verdict';
import { waveGates } from '../../../scripts/rollout/gates/wave-gates';
import { stacksOf } from '../../../scripts/selection/stacks';
import { realEnvironment } from '../../invariants/fleet';

const found = (answers: Record<string, Answer>) => new Map(Object.entries(answers));

test.each<[string, Record<string, Answer>, Record<string, Answer>, object]>([
  ['all well', { a: 'pass' }, { a: 'pass', b: 'pass' }, { answer: 'pass', because: [], before: [] }],
  ['one fails', { a: 'pass' }, { a: 'fail', b: 'pass' }, { answer: 'fail', because: ['a'], before: [] }],
  [
    'one failed before',
    { a: 'fail' },
    { a: 'fail', b: 'pass' },
    { answer: 'pass', because: [], before: ['a'] },
  ],
  ['one is unknown', {}, { a: 'unknown', b: 'pass' }, { answer: 'unknown', because: ['a'], before: [] }],
  ['a failure weighs more', {}, { a: 'unknown', b: 'fail' }, { answer: 'fail', because: ['b'], before: [] }],
  ['one was unknown before', { a: 'unknown' }, { a: 'fail' }, { answer: 'fail', because: ['a'], before: [] }],
  ['nothing to look at', {}, {}, { answer: 'pass', because: [], before: [] }],
])('%s', (_, before, now, verdict) => expect(judgeWave(found(before), found(now))).toEqual(verdict));

const anyFound = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd'),
  fc.constantFrom<Answer>('pass', 'fail', 'unknown'),
);

test('a wave passes only if every check passes, or failed before it', () => {
  fc.assert(
    fc.property(anyFound, anyFound, (before, now) => {
      const passes = judgeWave(found(before), found(now)).answer === 'pass';
      const checks = Object.entries(now);
      expect(passes).toBe(checks.every(([check, answer]) => answer === 'pass' || before[check] === 'fail'));
    }),
  );
});

test('an inconclusive check is repeated until patience runs out', async () => {
  const ask = (...answers: Answer[]) => {
    const pauses: number[] = [];
    const result = patiently(
      async () => answers.shift() as Answer,
      { checks: 3, pauseMs: 7 },
      async (ms) => {
        pauses.push(ms);
      },
    );
    return result.then((answer) => [answer, pauses]);
  };
  expect(await ask('unknown', 'pass')).toEqual(['pass', [7]]);
  expect(await ask('fail')).toEqual(['fail', []]);
  expect(await ask('unknown', 'unknown', 'unknown', 'pass')).toEqual(['unknown', [7, 7]]);
});

test('the findings of a gate are in the ledger, and a wave that cannot be checked does not pass', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-gates-'));
  const ledger = beginLedger(folder, 'dev-1', {});
  const loaded = realEnvironment('dev');
  const { gates } = rolloutSchema.parse({ gates: { alarms: ['edge-5xx'] } });
  const said: string[] = [];
  const context = {
    interrupt: new Interrupt({ on: () => undefined, exit: () => {} }, () => {}),
    say: (line: string) => said.push(line),
  };
  const of = (wave: number) => (wave === 0 ? stacksOf(loaded).filter(({ kind }) => kind === 'data') : []);
  const passing = waveGates(
    context,
    { ledger, entriesOf: async () => undefined },
    { root: '.', loaded, gates: gates as never },
    of,
  );
  await passing.open(0);
  await expect(passing.close(0)).rejects.toThrow(
    'the gate of wave 0 is inconclusive: alarm edge-5xx in cells-a eu-central-1, alarm edge-5xx in identity eu-central-1',
  );
  // Nothing in that wave is rolled out, so there is nothing to check.
  await passing.close(1);
  const steps = stepsOf(ledger.entries);
  expect([...steps].map(([id, { end }]) => [id, end?.outcome])).toEqual([
    ['open 0', 'done'],
    ['close 0', 'failed'],
  ]);
  await ledger.close('halted', () => {});
  rmSync(folder, { recursive: true });
});
