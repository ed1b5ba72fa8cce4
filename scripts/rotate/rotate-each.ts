import { exitCodes, FleetError, messageOf } from '../cli/errors';
import { SecretHeld } from './record';
import type { RotationRun } from './run';

/** Why a secret was not rotated. */
export interface Trouble {
  /** `held`: another run is rotating it. */
  outcome: 'failed' | 'held' | 'interrupted' | 'not started';
  reason: string;
  remedy?: string;
}

function troubleOf(error: unknown): Trouble {
  const known = error instanceof FleetError ? error : undefined;
  const broken = known?.exitCode === exitCodes.interrupted ? 'interrupted' : 'failed';
  const outcome = error instanceof SecretHeld ? 'held' : broken;
  return { outcome, reason: messageOf(error), ...(known?.remedy && { remedy: known.remedy }) };
}

/**
 * Rotates secrets one after another, region by region. After a failure, the rest of that region is still rotated, but no
 * later region starts. A secret held by another run does not count as a failure.
 */
export async function rotateEach<H extends { region: string }, E extends { outcome: string }>(
  { signal }: Pick<RotationRun, 'signal'>,
  holders: readonly H[],
  { nameOf, rotate }: { nameOf(holder: H): string; rotate(holder: H): Promise<E> },
  say: (line: string) => void,
): Promise<(H & (E | Trouble))[]> {
  const ends: (H & (E | Trouble))[] = [];
  for (const holder of holders) {
    const failed = ends.find(({ outcome, region }) => outcome === 'failed' && region !== holder.region);
    const reason = signal.aborted ? 'interrupted' : failed && `something failed in ${failed.region}`;
    const end: E | Trouble = reason
      ? { outcome: 'not started', reason }
      : await rotate(holder).catch(troubleOf);
    say(`${nameOf(holder)}: ${end.outcome}`);
    ends.push({ ...holder, ...end });
  }
  return ends;
}

/**
 * Exit status of a command that rotates.
 * @param good outcomes that count as success
 */
export function exitCodeOf(ends: readonly { outcome: string }[], good: readonly string[]): number {
  const bad = ends.map(({ outcome }) => outcome).filter((outcome) => !good.includes(outcome));
  if (bad.length === 0) return exitCodes.done;
  const broken = ['interrupted', 'not started'];
  return bad.every((outcome) => broken.includes(outcome)) ? exitCodes.interrupted : exitCodes.failed;
}
