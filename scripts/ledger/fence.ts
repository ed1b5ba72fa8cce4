import type { StateStore } from '../aws/state-store';
import { thisRunner } from '../cli/runner';
import { encodeLine, parseLedger } from './line';
import { remoteLedger } from './remote';
import { fenceOf } from './resume';

/**
 * Takes a run's ledger away from its writer by adding a line to its copy in the bucket: if that runner is still
 * alive, it stops at its next line, and so starts nothing more and applies nothing that it is not already applying.
 * Does nothing if there is no such ledger.
 * @param by run that continues the work
 */
export async function fenceRun(store: StateStore, run: string, by: string): Promise<void> {
  const remote = remoteLedger(store, run);
  for (;;) {
    const { entries, sum } = parseLedger(await remote.text());
    const last = entries.at(-1);
    // The run has ended normally, or was fenced before.
    if (!last || last.type === 'close' || takenBy(last) !== undefined) return;
    const data = { runner: thisRunner(), fence: fenceOf(entries) + 1, by };
    const seq = entries.length + 1;
    const { line } = encodeLine({ seq, at: new Date().toISOString(), type: 'resume', data }, sum);
    if (await remote.tryAppend(seq, line)) return;
  }
}

/** The run that has taken over a ledger's run, according to its last line. */
export const takenBy = ({ type, data }: { type: string; data: Readonly<Record<string, unknown>> }) =>
  type === 'resume' && typeof data.by === 'string' ? data.by : undefined;
