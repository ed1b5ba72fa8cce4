import { compareWithApplied } from '../applied/changed';
import { callerIdentity } from '../aws/credentials';
import type { CommandResult, Context } from '../cli/context';
import type { StackFlags } from '../cli/flags';
import { withLock } from '../cli/with-lock';
import { refuseOmissions } from '../removal/refuse';
import { type Selected, selectAndSynth } from '../selection/select';
import { terraformEnvironment } from '../terraform/environment';
import { planStacks } from './plan-stacks';
import { planReport } from './report';
import { exitCodeOf } from './rollout';

export interface PlanFlags extends StackFlags {
  /** Only what differs from what was last applied. */
  changed?: boolean;
}

/** Those of the selected stacks that are not as they were last applied; all of them without `--changed`. */
async function stacksToPlan(context: Context, { environment, stacks }: Selected, changed: boolean) {
  if (!changed) return { stacks, skipped: [] };
  const compared = await compareWithApplied(context, environment, stacks, 'look');
  return {
    stacks: compared.filter(({ current }) => !current).map(({ stack }) => stack),
    skipped: compared.filter(({ current }) => current).map(({ stack }) => stack.id),
  };
}

/** `fleet plan`: saves a plan set of the selected stacks, as the plan role, which can change nothing. */
export const planCommand = (context: Context, flags: PlanFlags): Promise<CommandResult> =>
  withLock(context.workspace.state, 'plan', async () => {
    const selected = await selectAndSynth(context, flags);
    const { environment } = selected;
    await callerIdentity(environment.regions[0] as string, context.env);
    await refuseOmissions(context, selected, 'look');
    const { stacks, skipped } = await stacksToPlan(context, selected, Boolean(flags.changed));
    if (skipped.length > 0) context.say(`as last applied, and not planned: ${skipped.join(', ')}`);
    if (stacks.length === 0)
      return { data: { planSet: null, stacks: [], skipped }, text: 'every stack is as it was last applied' };
    terraformEnvironment(context.workspace, context.env);
    const { folder, ends } = await planStacks(context, { environment, stacks }, flags.parallel);
    return {
      data: { planSet: folder, stacks: ends, skipped },
      text: planReport(folder, ends),
      exitCode: exitCodeOf(ends),
    };
  });
