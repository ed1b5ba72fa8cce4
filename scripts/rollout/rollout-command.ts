import { callerIdentity } from '../aws/credentials';
import { confirm, requireTerminal } from '../cli/confirm';
import type { CommandResult, Context } from '../cli/context';
import { usageError } from '../cli/errors';
import { withLock } from '../cli/with-lock';
import type { PlanSet } from '../plan-set/folder';
import { openPlanSet } from '../plan-set/sealed';
import { selectionOf } from '../plan-set/selection';
import { loadsOf } from '../quotas/load';
import { refuseUnfit } from '../quotas/unfit';
import { refuseOmissions } from '../removal/refuse';
import { selectAndSynth } from '../selection/select';
import { againCommand } from '../selection/selection';
import type { RolloutFlags } from './begin-run';
import { rolloutReport, touched } from './report';
import { requestFlags } from './resume-request';
import { rollbackCommand } from './rollback/rollback-command';
import { exitCodeOf } from './rollout';
import { rolloutSelected, type SelectedRollout } from './rollout-selected';
import { checkBoardFlags } from './shared/flags';
import { describeWaves, expectedWaves, rolloutWaves } from './waves';

/** The command that continues a rollout. Approvals are bound to their run, so the run is resumed. */
const goOn = (flags: RolloutFlags, run: string | undefined): string =>
  flags.approveEach && !flags.board && run
    ? `npx fleet rollout --env ${flags.env} --resume ${run}${flags.yes ? ' --yes' : ''}`
    : againCommand('rollout', flags);

/**
 * Reviews and applies the selected stacks, or a plan set, for a command that holds this folder's lock.
 * @param permit checks the review before anything starts
 */
export async function rollOut(
  context: Context,
  flags: RolloutFlags,
  planSet?: PlanSet,
  permit?: SelectedRollout['permit'],
): Promise<CommandResult> {
  const selected = await selectAndSynth(context, planSet ? selectionOf(planSet, flags) : flags);
  const { environment, removals } = selected;
  const inSet = planSet && new Set(planSet.model.stacks.map(({ stack }) => stack.id));
  // A plan set with only removals selects nothing, which would mean everything.
  const stacks = selected.stacks.filter(({ id }) => inSet?.has(id) ?? true);
  context.say(touched(environment.name, stacks));
  refuseUnfit(environment, loadsOf(context.workspace.built, stacks));
  if (!flags.yes) requireTerminal();
  const by = await callerIdentity(environment.regions[0] as string, context.env);
  if (flags.approveEach && environment.rollout.wavesOverlap)
    throw usageError(
      `waves of ${environment.name} overlap, so there is nothing between them to approve`,
      'leave out --approve-each, or set wavesOverlap to false',
    );
  await refuseOmissions(context, { ...selected, stacks }, 'change');
  const {
    env: _,
    json: __,
    debug: ___,
    yes,
    resume,
    board,
    mended = false,
    refresh = false,
    parallel,
    ...selection
  } = flags;
  const { run, ends, gate } = await rolloutSelected(context, {
    loaded: selected.loaded,
    stacks,
    removable: removals.keys,
    selection,
    parallel,
    by,
    refresh,
    resume,
    planSet,
    ...(permit && { permit }),
    ...(flags.approveEach && { approve: { agreed: !yes } }),
    ...(board !== undefined && { board: { name: board, mended } }),
    agree: async () => {
      if (!yes) await confirm(environment.name);
    },
  });
  return {
    data: { environment: environment.name, run: run ?? null, gate: gate ?? null, stacks: ends },
    text: rolloutReport(ends, goOn(flags, run), gate),
    exitCode: exitCodeOf(ends, gate),
  };
}

/** `fleet rollout --dry-run`: the waves, from configuration alone. */
async function showWaves(context: Context, { parallel, ...selection }: RolloutFlags): Promise<CommandResult> {
  const { environment, stacks } = await selectAndSynth(context, selection);
  const loads = loadsOf(context.workspace.built, stacks);
  refuseUnfit(environment, loads);
  const expected = expectedWaves(rolloutWaves(stacks, environment.rollout, parallel), loads);
  const { failureBudget, limits } = environment.rollout;
  return {
    data: { environment: environment.name, failureBudget, limits, ...expected },
    text: describeWaves(environment.name, expected),
  };
}

/** `fleet rollout`: reviews and applies the selected stacks, or a plan set, once the user has agreed. */
export async function rolloutCommand(context: Context, given: RolloutFlags): Promise<CommandResult> {
  if (given.dryRun && given.rollback === undefined) return showWaves(context, given);
  checkBoardFlags(given);
  return withLock(context.workspace.state, 'rollout', async () => {
    const flags = given.resume ? await requestFlags(context, given) : given;
    if (flags.rollback !== undefined) return rollbackCommand(context, given);
    const opened = flags.plan === undefined ? undefined : await openPlanSet(context, flags.plan);
    try {
      return await rollOut(context, flags, opened?.set);
    } finally {
      opened?.close();
    }
  });
}
