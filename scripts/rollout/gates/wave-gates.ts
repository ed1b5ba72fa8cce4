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

/** What a runner does before and after each wave. */
export interface WaveGates {
  /** A person is asked on the terminal before a wave. */
  asks?: boolean;
  open(wave: number): Promise<void>;
  /** Throws when the wave has not passed. */
  close(wave: number): Promise<void>;
}

/** What is rolled out, as far as its gates mind. */
export interface GatedRollout extends Omit<LookRequest, 'stacks'> {
  /** It goes back to what stood before. */
  rollback?: boolean;
  /** Stacks of waves that did not pass before: what fails there is what was applied, and nothing excuses it. */
  awaiting?: ReadonlySet<string>;
  /** Told of the stacks of a wave that has passed. */
  passed?(stacks: LookRequest['stacks']): Promise<void>;
}

/** Between two looks at what cannot be told yet. */
const pauseMs = 15_000;

const inWords = (found: Found) => Object.fromEntries(found);

/**
 * The gates of a rollout, whose answers go into its ledger.
 * @param stacksOf stacks of a wave that are rolled out, without those that are removed
 */
export function waveGates(
  { interrupt, say }: Pick<Context, 'interrupt' | 'say'>,
  run: Pick<RolloutRun, 'ledger' | 'board' | 'entriesOf'>,
  { rollback = false, awaiting, passed, ...asked }: GatedRollout,
  stacksOf: (wave: number) => LookRequest['stacks'],
): WaveGates {
  // What goes back differs from the working tree, and from what it has just failed with.
  const gates = rollback ? { ...asked.gates, decisions: false, soakMinutes: 0 } : asked.gates;
  const request = { ...asked, gates };
  const { ledger } = run;
  const baselines = new Map<number, Found>();
  const pause = pauseUnlessStopped(interrupt.signal);
  /** What is the same before a wave and after it. */
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
        // Decisions have no baseline: they are those of the change, which is not there yet. Why somebody cannot sign in is told
        // afterwards: a pool may not be there yet either.
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
        // Another runner may have opened the wave.
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
          say(`${waveName(wave)}: failed before it, and is not blamed on it: ${before.join(', ')}`);
        if (answer !== 'pass')
          throw failure(
            `the gate of ${waveName(wave)} ${answer === 'fail' ? 'failed' : 'cannot be told'}: ${because.join(', ')}`,
            'mend that, and run again; what is applied stays applied',
          );
        say(`${waveName(wave)}: passed (${found.size} checks)`);
        await passed?.(stacks).catch((error) =>
          say(`${waveName(wave)}: cannot be noted as passed, so it is asked again: ${messageOf(error)}`),
        );
        return { found: inWords(found) };
      });
    },
  };
}
