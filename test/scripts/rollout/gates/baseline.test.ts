import { Interrupt } from '../../../../scripts/cli/interrupt';
import { beginLedger } from '../../../../scripts/ledger/ledger';
import { waveGates } from '../../../../scripts/rollout/gates/wave-gates';
import type { StackInfo } from '../../../../scripts/selection/stacks';
import { realEnvironment } from '../../../invariants/fleet';
import { tempFolder } from '../../temp';

const looks: string[] = [];

jest.mock('../../../../scripts/rollout/gates/look', () => ({
  lookAtAlarms: async () => new Map([['alarm', 'pass']]),
  lookAtSignIns: async () => new Map([['sign-in', 'fail']]),
  lookAtDecisions: async ({ gates }: { gates: { decisions: boolean } }) => {
    looks.push(`decisions ${gates.decisions}`);
    return new Map();
  },
}));

/** One wave, in which no one could sign in before it or after it. */
async function wave({ rollback = false, awaiting = [] as string[] }): Promise<void> {
  const ledger = beginLedger(tempFolder(), 'dev-1', {});
  const context = {
    interrupt: new Interrupt({ on: () => undefined, exit: () => {} }, () => {}),
    say: () => {},
  };
  // A soak would take longer than any test may.
  const gates = {
    alarms: ['a'],
    decisions: true,
    signIns: 1,
    soakMinutes: rollback ? 60 : 0,
    patienceMinutes: 0,
  };
  const request = { root: '.', loaded: realEnvironment('dev'), gates, rollback, awaiting: new Set(awaiting) };
  const { open, close } = waveGates(context, { ledger, entriesOf: async () => undefined }, request, () => [
    { id: 'x' } as StackInfo,
  ]);
  await open(1);
  await close(1).finally(() => ledger.close('done', () => {}));
}

test('a wave is not blamed for what failed before it', async () => {
  await expect(wave({})).resolves.toBeUndefined();
});

test("a rollback must fix what failed before it, immediately, and the working tree's decisions are not checked", async () => {
  looks.length = 0;
  await expect(wave({ rollback: true })).rejects.toThrow('the gate of wave 1 failed: sign-in');
  expect(looks).toEqual(['decisions false']);
});

test('a stack that did not pass when it was applied is not excused by later failures', async () => {
  await expect(wave({ awaiting: ['x'] })).rejects.toThrow('the gate of wave 1 failed: sign-in');
  await expect(wave({ awaiting: ['another'] })).resolves.toBeUndefined();
});
