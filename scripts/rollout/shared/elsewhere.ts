/** What other runners have done, as reported by a runner at its end. */
import { haltReason } from '../schedule/decide';
import { type Board, gateOf, type Schedule } from '../schedule/schedule';

/** The reporting runner. */
interface Here {
  runner: string;
  environment: string;
}

/** Outcome of a stack that another runner rolled out. */
export type EndElsewhere =
  | { outcome: 'done'; runner: string }
  | { outcome: 'failed'; trouble: { outcome: 'failed'; reason: string; remedy: string } };

/** How another runner's attempt at a stack ended; undefined if there was none, or it has not ended. */
export function endElsewhere(
  { acts }: Board,
  id: string,
  { runner, environment }: Here,
): EndElsewhere | undefined {
  const act = acts[id];
  if (!act || act.runner === runner) return undefined;
  if (act.state === 'done') return { outcome: 'done', runner: act.runner };
  if (act.state !== 'failed') return undefined;
  const reason = `it failed in run ${act.runner}`;
  const remedy = `see why: npx fleet ledger show ${act.runner} --env ${environment}`;
  return { outcome: 'failed', trouble: { outcome: 'failed', reason, remedy } };
}

/** Why another runner stopped a wave from beginning or passing; undefined if none did. */
export function gateElsewhere(
  schedule: Schedule,
  board: Board,
  { runner, environment }: Here,
): string | undefined {
  const gate = Object.entries(board.acts).find(
    ([act, { state, runner: by }]) => state === 'failed' && by !== runner && gateOf(act),
  );
  if (!gate) return undefined;
  const by = gate[1].runner;
  return `${haltReason(schedule, board)} in run ${by}: npx fleet ledger show ${by} --env ${environment}`;
}
