import { compareWithApplied, type StackContent } from '../applied/changed';
import { callerIdentity } from '../aws/credentials';
import type { CommandResult, Context } from '../cli/context';
import { usageError } from '../cli/errors';
import type { StackFlags } from '../cli/flags';
import { withLock } from '../cli/with-lock';
import { refuseOmissions } from '../removal/refuse';
import { homeOf } from '../rollout/begin-run';
import { planReport } from '../rollout/report';
import { exitCodeOf } from '../rollout/rollout';
import { selectAndSynth } from '../selection/select';
import { terraformEnvironment } from '../terraform/environment';
import { planStacks } from './plan-stacks';
import { sealPlanSet } from './sealed';

export interface PlanFlags extends StackFlags {
  /** Only what differs from what was last applied. */
  changed?: boolean;
  /** Plan as the deploy role, so that the plans can be applied. */
  deploy?: boolean;
  /** Encrypt the plan set with the state key. */
  seal?: boolean;
}

const asApplied = ({ record }: StackContent): string =>
  `as last applied, in run ${record?.applied?.run} at ${record?.applied?.at}`;

/** `fleet plan`: saves a plan set of the selected stacks. Changes nothing, whatever the role's rights. */
export const planCommand = (context: Context, flags: PlanFlags): Promise<CommandResult> =>
  withLock(context.workspace.state, 'plan', async () => {
    if (flags.seal && !flags.deploy)
      throw usageError('only plans that can be applied can be sealed: --seal needs --deploy');
    const role = flags.deploy ? 'deploy' : 'plan';
    const purpose = flags.deploy ? 'change' : 'look';
    const selected = await selectAndSynth(context, flags);
    const { environment, loaded } = selected;
    const by = await callerIdentity(environment.regions[0] as string, context.env);
    await refuseOmissions(context, selected, purpose);
    const compared = await compareWithApplied(context, environment, selected.stacks, purpose);
    const left = compared.filter(({ current }) => !flags.changed || !current);
    const done = compared.filter((one) => !left.includes(one));
    const skipped = done.map((one) => ({ id: one.stack.id, why: asApplied(one) }));
    if (skipped.length > 0)
      context.say(`as last applied, and not planned: ${skipped.map(({ id }) => id).join(', ')}`);
    const ids = skipped.map(({ id }) => id);
    if (left.length === 0)
      return {
        data: { planSet: null, stacks: [], skipped: ids },
        text: 'every stack is as it was last applied',
      };
    terraformEnvironment(context.workspace, context.env);
    const { set, ends } = await planStacks(
      context,
      { loaded, stacks: left, unplanned: [], skipped, remove: flags.remove ?? [], role, by },
      flags.parallel,
    );
    const path = flags.seal
      ? await sealPlanSet(set, environment, homeOf(environment, selected.stacks))
      : set.folder;
    return {
      data: { planSet: path, model: set.manifest.model, stacks: ends, skipped: ids },
      text: planReport(path, ends),
      exitCode: exitCodeOf(ends),
    };
  });
