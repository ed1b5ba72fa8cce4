import type { FailureBudget } from './budget';

/** A stack with its place in a rollout. */
export interface Step {
  id: string;
  account: string;
  region: string;
  /** Waves start one after the other, unless they may overlap. */
  wave: number;
  /** Selected steps that have to be done before. The rest is assumed to exist. */
  dependencies: readonly string[];
}

/** Before all others, while the foundations still have the rights that removing takes: decision 35. */
export const removalWave = -1;

/** A wave as people call it; the numbers are those of the environment's placement. */
export const waveName = (wave: number): string =>
  wave === removalWave ? 'the wave of removals' : `wave ${wave}`;

/** How many stacks are rolled out at once, at most. */
export interface Limits {
  overall: number;
  account: number;
  region: number;
}

/** What is rolled out, and by which rules. */
export interface Schedule {
  steps: readonly Step[];
  limits: Limits;
  budget: FailureBudget;
  /** A stack waits for what it depends on, and for nothing else: no wave has a gate. */
  overlap: boolean;
}

/**
 * Something that a runner does: a stack's rollout by its id, or what comes before and after a wave: `open 3` takes its
 * baseline, `close 3` lets it soak and asks its gate.
 */
export type Act = string;

export const opening = (wave: number): Act => `open ${wave}`;
export const closing = (wave: number): Act => `close ${wave}`;

/** What an act is about; undefined for a stack, whose id has no blanks. */
export function gateOf(act: Act): { side: 'open' | 'close'; wave: number } | undefined {
  const found = /^(open|close) (-?\d+)$/.exec(act);
  return found ? { side: found[1] as 'open' | 'close', wave: Number(found[2]) } : undefined;
}

/** How far an act is. One that is missing was not begun. */
export interface ActState {
  state: 'running' | 'done' | 'failed';
  /** Who does it, or did. */
  runner: string;
  /** Runners that had begun it and were believed to be gone, oldest first. */
  from?: readonly string[];
}

/** All that a rollout's runners share. Whatever they do is begun here first. */
export interface Board {
  acts: Readonly<Record<Act, ActState>>;
  /** Why nothing more is started. */
  halted?: string;
  /** Runners whose work others have taken over. Should one of them come back, it begins nothing more. */
  gone?: readonly string[];
}

export const emptyBoard: Board = { acts: {} };
