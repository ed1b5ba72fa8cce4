import { stepsOf } from '../../ledger/steps';
import type { RolloutRun } from '../run';
import type { Act } from '../schedule/schedule';
import type { Answer } from './gate';
import type { Found } from './verdict';

/** A gate's findings, from whichever runner checked it; undefined if none has, or its ledger is lost. */
export async function foundBy(
  { ledger, board, entriesOf }: Pick<RolloutRun, 'ledger' | 'board' | 'entriesOf'>,
  act: Act,
): Promise<Found | undefined> {
  const runner = board?.last().acts[act]?.runner ?? ledger.run;
  const entries = runner === ledger.run ? ledger.entries : await entriesOf(runner);
  const end = stepsOf(entries ?? []).get(act)?.end;
  const { found } = (end?.data.result ?? {}) as { found?: Record<string, Answer> };
  return found && new Map(Object.entries(found));
}
