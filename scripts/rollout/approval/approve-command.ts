import { callerIdentity } from '../../aws/credentials';
import { openBucket } from '../../aws/state-bucket';
import { askYes, hasTerminal } from '../../cli/ask';
import type { CommandResult, Context } from '../../cli/context';
import { failure, interruption, usageError } from '../../cli/errors';
import type { CommonFlags } from '../../cli/flags';
import { entriesOf } from '../../ledger/find';
import { validConfiguration } from '../../selection/configuration';
import { pickEnvironment } from '../../selection/selection';
import type { Approval, ApprovalRequest } from './approval';
import { readApproval, requestsIn, writeApproval } from './approval';

export interface ApproveFlags extends CommonFlags {
  env?: string;
  wave?: number;
  yes?: boolean;
}

/** The approval a run waits for. Throws a usage error if it does not wait for that wave. */
function requestOf(
  run: string,
  wave: number | undefined,
  all: ReturnType<typeof requestsIn>,
): ApprovalRequest {
  const open = all.filter(({ end }) => end?.outcome !== 'done').map(({ request }) => request);
  const found =
    wave === undefined && open.length === 1 ? open[0] : open.find((request) => request.wave === wave);
  if (found) return found;
  const waits = open.map((request) => request.wave).join(', ');
  throw usageError(
    wave === undefined
      ? `which wave of run ${run}?`
      : `run ${run} does not wait for an approval of wave ${wave}`,
    waits ? `it waits for: --wave ${waits}` : `it is not waiting: npx fleet ledger show ${run}`,
  );
}

/** `fleet rollout approve <run>`: approves a wave that a rollout with `--approve-each` waits for. */
export async function approveCommand(
  context: Context,
  run: string,
  { env, wave, yes }: ApproveFlags,
): Promise<CommandResult> {
  const { workspace, say, interrupt } = context;
  const { environment } = pickEnvironment(validConfiguration(workspace.root), env);
  const entries = await entriesOf(workspace.state, environment, run, 'change');
  if (!entries)
    throw usageError(
      `there is no run ${run} of ${environment.name}, on this machine or in a state bucket`,
      `list the runs: npx fleet ledger list --env ${environment.name}`,
    );
  const request = requestOf(run, wave, requestsIn(entries));
  const home = String(entries[0]?.data.home);
  const store = await openBucket(environment, home, 'change');
  if (!store) throw failure(`account ${home} has no state bucket`);
  try {
    const before = await readApproval(store, request);
    const approval: Approval = before ?? {
      version: 1,
      wave: request.wave,
      content: request.content,
      by: await callerIdentity(environment.regions[0] as string, context.env),
      at: new Date().toISOString(),
    };
    if (!before) {
      say(request.what);
      if (!yes && !hasTerminal())
        throw usageError('there is no terminal to ask on', 'add --yes to approve without being asked');
      if (!yes && !(await askYes(`approve this for ${environment.name}?`, interrupt.signal)))
        throw interruption('not approved; nothing was changed');
      if (!(await writeApproval(store, request.key, approval)))
        throw failure(
          'someone else has just approved it, or another content of this wave',
          'run this again to see',
        );
    }
    return {
      data: { run, ...approval, stacks: request.stacks },
      text: `wave ${approval.wave} of run ${run} is approved by ${approval.by}, at ${approval.at}`,
    };
  } finally {
    store.close();
  }
}
