import { exitCodes, FleetError, messageOf } from '../../cli/errors';
import { SecretHeld } from '../record';
import type { RotationRun } from '../run';
import { type ClientHolder, holderName } from './holder';
import { type ClientEnd, type RotateOptions, rotateClient } from './rotate-client';

/** What came of one client, and why. */
export type ClientOutcome = ClientHolder & {
  /** `held`: somebody else rotates it at this moment. */
  outcome: ClientEnd['outcome'] | 'failed' | 'held' | 'not started';
  /** When the old secret is deleted. */
  until?: Date;
  reason?: string;
  remedy?: string;
};

async function outcomeOf(
  run: RotationRun,
  holder: ClientHolder,
  options: RotateOptions,
): Promise<ClientOutcome> {
  try {
    return { ...holder, ...(await rotateClient(run, holder, options)) };
  } catch (error) {
    const known = error instanceof FleetError ? error : undefined;
    const broken = known?.exitCode === exitCodes.interrupted ? 'interrupted' : 'failed';
    const outcome = error instanceof SecretHeld ? 'held' : broken;
    return { ...holder, outcome, reason: messageOf(error), ...(known?.remedy && { remedy: known.remedy }) };
  }
}

/**
 * Rotates clients one after the other, region by region. A failure stops none in its own region, and lets no later region
 * begin; that somebody else is at a client is no failure of it.
 */
export async function rotateClients(
  run: RotationRun,
  holders: readonly ClientHolder[],
  options: RotateOptions,
  say: (line: string) => void,
): Promise<ClientOutcome[]> {
  const ends: ClientOutcome[] = [];
  for (const holder of holders) {
    const failed = ends.find(({ outcome, region }) => outcome === 'failed' && region !== holder.region);
    const reason = run.signal.aborted ? 'interrupted' : failed && `something failed in ${failed.region}`;
    const end: ClientOutcome = reason
      ? { ...holder, outcome: 'not started', reason }
      : await outcomeOf(run, holder, options);
    say(`${holderName(holder)}: ${end.outcome}`);
    ends.push(end);
  }
  return ends;
}
