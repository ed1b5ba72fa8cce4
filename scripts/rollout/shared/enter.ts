import { failure } from '../../cli/errors';
import { describeRunner, thisRunner } from '../../cli/runner';
import type { RolloutRun } from '../run';
import { mended, onlyWaits } from '../schedule/run-schedule';
import type { Board, Schedule } from '../schedule/schedule';
import type { RolloutReview } from '../stack-review';
import type { Begun } from './begun';
import { type JoinedBoard, joinBoard } from './join';
import type { OpenBoard } from './open';

/** What the first runner records for the others. */
export const firstWords = (
  { stacks, production }: RolloutReview,
  ids: readonly string[],
): Omit<Begun, 'version' | 'request'> => ({
  by: describeRunner(thisRunner()),
  stacks: ids,
  production,
  review: Object.fromEntries([...stacks].map(([id, { model, facts }]) => [id, { model, facts }])),
});

/** Human-readable progress of a board. */
function describeBoard(name: string, { steps }: Schedule, { acts }: Board): string {
  const count = (state: string) => steps.filter(({ id }) => acts[id]?.state === state).length;
  return `board ${name}: ${count('done')} of ${steps.length} stacks are done, ${count('running')} are running, ${count('failed')} failed`;
}

/**
 * Joins a board as a run's runner. A rollout that only waits for an approval continues; what failed is retried only if
 * the user says that its cause has been fixed, so that late runners do not each retry it.
 */
export async function enter(
  { name, store }: OpenBoard,
  { ledger, connect }: Pick<RolloutRun, 'ledger' | 'connect'>,
  schedule: Schedule,
  { isMended, say }: { isMended: boolean; say(line: string): void },
): Promise<JoinedBoard> {
  // Connect first, so that runners that may have to take over from this one can see and fence its ledger.
  await connect();
  if (!ledger.connected)
    throw failure(`the ledger of run ${ledger.run} is not in the bucket ${store.bucket}`);
  const joined = joinBoard({ store, name, run: ledger.run, say });
  try {
    const now = await joined.board.update((board) =>
      isMended || onlyWaits(board) ? mended(schedule, board) : board,
    );
    say(describeBoard(name, schedule, now));
    return joined;
  } catch (error) {
    joined.leave();
    throw error;
  }
}
