import type { FailureBudget } from './budget';

/** A stack with its place in a rollout. */
export interface Step {
  id: string;
  account: string;
  region: string;
  /** Waves start one after the other, unless they may overlap. */
  wave: number;
  /** Selected steps that must be done first. Other dependencies are assumed to exist. */
  dependencies: readonly string[];
}

/** Before all others, while the foundations still have the rights that removals need: decision 35. */
export const removalWave = -1;

/** Display name of a wave; numbers are those of the environment's placement. */
export const waveName = (wave: number): string =>
  wave === removalWave ? 'the wave of removals' : `wave ${wave}`;

/** Maximum numbers of stacks rolled out at a time. */
export interface Limits {
  overall: number;
  account: number;
  region: number;
}

/** What to roll out, and by which rules. */
export interface Schedule {
  steps: readonly Step[];
  limits: Limits;
  budget: FailureBudget;
  /** A stack waits only for its dependencies: no wave has a gate. */
  overlap: boolean;
}

/**
 * Something that a runner does: a stack's rollout by its id, or what precedes and follows a wave: `open 3` takes its
 * baseline, `close 3` lets it soak and checks its gate.
 */
export type Act = string;

export const opening = (wave: number): Act => `open ${wave}`;
export const closing = (wave: number): Act => `close ${wave}`;

/** Parses a gate act; undefined for a stack, whose id has no blanks. */
export function gateOf(act: Act): { side: 'open' | 'close'; wave: number } | undefined {
  const found = /^(open|close) (-?\d+)$/.exec(act);
  return found ? { side: found[1] as 'open' | 'close', wave: Number(found[2]) } : undefined;
}

/** An act's state; a missing act has not begun. */
export interface ActState {
  state: 'running' | 'done' | 'failed';
  /** The runner that does it, or did. */
  runner: string;
  /** Runners that had begun it and are presumed dead, oldest first. */
  from?: readonly string[];
}

/** Everything that a rollout's runners share. Every act is marked as begun here first. */
export interface Board {
  acts: Readonly<Record<Act, ActState>>;
  /** Why nothing more starts. */
  halted?: string;
  /** Runners whose work others have taken over. If one of them comes back, it begins nothing more. */
  gone?: readonly string[];
}

export const emptyBoard: Board = { acts: {} };
