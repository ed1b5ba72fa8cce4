import { FleetError, messageOf } from '../../cli/errors';
import type { RotationRun } from '../run';
import { type ClientHolder, holderName } from './holder';
import { type ClientEnd, type RotateOptions, rotateClient } from './rotate-client';

/** What came of one client, and why. */
export type ClientOutcome = ClientHolder & {
  outcome: ClientEnd['outcome'] | 'failed' | 'not started';
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
    const remedy = error instanceof FleetError ? error.remedy : undefined;
    return { ...holder, outcome: 'failed', reason: messageOf(error), ...(remedy && { remedy }) };
  }
}

/**
 * Rotates clients one after the other, region by region. A failure stops none in its own region, and lets no later region
 * begin.
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
