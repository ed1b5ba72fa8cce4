import { randomOf } from '../../../../scripts/policy/random';
import type { Answer } from '../../../../scripts/rollout/gates/gate';
import type { Amount, FailureBudget } from '../../../../scripts/rollout/schedule/budget';
import type { Schedule, Step } from '../../../../scripts/rollout/schedule/schedule';

/** What a seed determines about one rollout and everything that happens to it. */
export interface Fate {
  schedule: Schedule;
  /** How long each stack takes, and whether it fails. */
  stacks: ReadonlyMap<string, { time: number; fails: boolean }>;
  /** A gate's result each time it is asked; the last one is repeated. */
  answers(act: string): readonly Answer[];
  /** `pauses`: it does nothing for so long that others may consider it gone; then it continues. */
  runners: readonly { capacity: number; crashesAt?: number; stopsAt?: number; pauses?: Pause }[];
  /** What happens to a message to the board. `board`: no one will ever know. */
  message(): { time: number; lost?: 'request' | 'answer' | 'board' };
  /** Whether a stack's apply continues although its runner has crashed. */
  goesOn(): boolean;
}

export interface Pause {
  from: number;
  to: number;
}

const ids = 'abcdefghijklmnop';

export function fateOf(seed: number): Fate {
  const random = randomOf(String(seed));
  const { chance } = random;
  const pick = <T>(...items: T[]): T => random.pick(items) as T;
  const below = (most: number) => pick(...Array.from({ length: most }, (_, number) => number));

  const waves = 1 + below(4);
  const steps: Step[] = [];
  for (let index = 0; index < 1 + below(ids.length); index++) {
    // The wave of removals is -1.
    const wave = below(waves) - 1;
    const earlier = steps.filter((other) => other.wave <= wave);
    const dependencies = chance(0.4) && earlier.length > 0 ? [pick(...earlier).id] : [];
    if (chance(0.1)) dependencies.push('not-selected');
    const id = ids[index] as string;
    steps.push({ id, wave, region: `r${Math.abs(wave) % 2}`, account: pick('x', 'y'), dependencies });
  }
  const amount = (): Amount => pick<Amount>(0, 0, 1, 2, '10%', '30%', '50%', '100%');
  const budget: FailureBudget = {
    wave: amount(),
    overall: chance(0.4) ? '100%' : amount(),
    mode: pick('strict', 'soft'),
  };
  const limits = { overall: 1 + below(5), account: 1 + below(4), region: 1 + below(4) };
  const troubled = chance(0.5);
  const stacks = new Map(
    steps.map(({ id }) => [id, { time: 1 + below(9), fails: troubled && chance(0.35) }]),
  );
  const doubtful = chance(0.5);
  const answers = new Map<string, Answer[]>();
  const lossy = chance(0.4);
  const pause = (from: number, time: number): Pause => ({ from, to: from + time });
  return {
    schedule: { steps, limits, budget, overlap: chance(0.4) },
    stacks,
    answers(act) {
      const known =
        answers.get(act) ??
        (doubtful
          ? pick<Answer[]>(['pass'], ['pass'], ['unknown', 'pass'], ['fail'], ['unknown'])
          : ['pass']);
      answers.set(act, known);
      return known;
    },
    runners: Array.from({ length: 1 + below(2) }, () => ({
      capacity: 1 + below(4),
      ...(chance(0.3) && { crashesAt: below(40) }),
      ...(chance(0.1) && { stopsAt: below(40) }),
      ...(chance(0.2) && { pauses: pause(below(30), 1 + below(40)) }),
    })),
    message: () => ({
      time: below(2),
      ...(lossy && chance(0.15) && { lost: pick('request', 'answer', 'request', 'answer', 'board') }),
    }),
    goesOn: () => chance(0.5),
  };
}
