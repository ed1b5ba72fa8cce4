import type { Context } from '../../cli/context';
import { failure, messageOf } from '../../cli/errors';
import { attempt } from '../../ledger/steps';
import { pauseUnlessStopped } from '../retry';
import type { RolloutRun } from '../run';
import { type Act, closing, opening, waveName } from '../schedule/schedule';
import { foundBy } from './found-by';
import { type Answer, patiently } from './gate';
import { type LookRequest, lookAtAlarms, lookAtDecisions, lookAtSignIns } from './look';
import { type Found, judgeWave } from './verdict';

/** A runner's checks before and after each wave. */
export interface WaveGates {
  /** Whether the user is asked on the terminal before a wave. */
  asks?: boolean;
  open(wave: number): Promise<void>;
  /** Throws if the wave has not passed. */
  close(wave: number): Promise<void>;
}

/** What gates need to know about a rollout. */
export interface GatedRollout extends Omit<LookRequest, 'stacks'> {
  /** It is a rollback. */
  rollback?: boolean;
  /** Stacks of waves that did not pass before: a failure there is due to what was applied, so no baseline excuses it. */
  awaiting?: ReadonlySet<string>;
  /** Called with the stacks of a wave that has passed. */
  passed?(stacks: LookRequest['stacks']): Promise<void>;
}

/** Pause before an inconclusive check is repeated. */
const pauseMs = 15_000;

const inWords = (found: Found) => Object.fromEntries(found);

/**
 * The gates of a rollout, whose answers are recorded in its ledger.
 * @param stacksOf a wave's stacks that are rolled out, without removed ones
 */
export function waveGates(
  { interrupt, say }: Pick<Context, 'interrupt' | 'say'>,
  run: Pick<RolloutRun, 'ledger' | 'board' | 'entriesOf'>,
  { rollback = false, awaiting, passed, ...asked }: GatedRollout,
  stacksOf: (wave: number) => LookRequest['stacks'],
): WaveGates {
  // A rollback restores content that differs from the working tree, and from what has just failed.
  const gates = rollback ? { ...asked.gates, decisions: false, soakMinutes: 0 } : asked.gates;
  const request = { ...asked, gates };
  const { ledger } = run;
  const baselines = new Map<number, Found>();
  const pause = pauseUnlessStopped(interrupt.signal);
  /** Checks that apply both before and after a wave. */
  const lookOutside = async (stacks: LookRequest['stacks'], tell: (line: string) => void): Promise<Found> =>
    new Map([
      ...(await lookAtAlarms({ ...request, stacks })),
      ...(await lookAtSignIns({ ...request, stacks }, tell)),
    ]);
  const note = (act: Act, data: () => Promise<object>) => attempt(ledger, act, { gates }, data);

  return {
    async open(wave) {
      const stacks = stacksOf(wave);
      if (stacks.length === 0) return;
      await note(opening(wave), async () => {
        // Decisions have no baseline: they are part of the change, which is not deployed yet. Failed sign-ins are reported
        // only afterwards: a pool may not exist yet either.
        const found = await lookOutside(stacks, () => {});
        baselines.set(wave, found);
        return { found: inWords(found) };
      });
    },
    async close(wave) {
      const stacks = stacksOf(wave);
      if (stacks.length === 0) return;
      await note(closing(wave), async () => {
        if (gates.soakMinutes > 0) say(`${waveName(wave)}: soaking for ${gates.soakMinutes} min`);
        await pause(gates.soakMinutes * 60_000);
        let found: Found = new Map();
        const blamed = rollback || stacks.some(({ id }) => awaiting?.has(id));
        // Another runner may have opened the wave, and so have the baseline.
        const baseline = blamed
          ? new Map()
          : (baselines.get(wave) ?? (await foundBy(run, opening(wave))) ?? new Map());
        const ask = async (): Promise<Answer> => {
          found = new Map([
            ...(await lookOutside(stacks, say)),
            ...(await lookAtDecisions({ ...request, stacks })),
          ]);
          return judgeWave(baseline, found).answer;
        };
        const checks = 1 + Math.floor((gates.patienceMinutes * 60_000) / pauseMs);
        const answer = await patiently(ask, { checks, pauseMs }, pause);
        const { because, before } = judgeWave(baseline, found);
        if (before.length > 0)
          say(`${waveName(wave)}: already failed before it, so not blamed on it: ${before.join(', ')}`);
        if (answer !== 'pass')
          throw failure(
            `the gate of ${waveName(wave)} ${answer === 'fail' ? 'failed' : 'is inconclusive'}: ${because.join(', ')}`,
            'fix that, and run again; what was applied is kept',
          );
        say(`${waveName(wave)}: passed (${found.size} checks)`);
        await passed?.(stacks).catch((error) =>
          say(
            `${waveName(wave)}: could not be recorded as passed, so it is checked again: ${messageOf(error)}`,
          ),
        );
        return { found: inWords(found) };
      });
    },
  };
}
