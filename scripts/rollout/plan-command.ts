import { callerIdentity } from '../aws/credentials';
import type { CommandResult, Context } from '../cli/context';
import type { StackFlags } from '../cli/flags';
import { withLock } from '../cli/with-lock';
import { refuseOmissions } from '../removal/refuse';
import { selectAndSynth } from '../selection/select';
import { terraformEnvironment } from '../terraform/environment';
import { planStacks } from './plan-stacks';
import { planReport } from './report';
import { exitCodeOf } from './rollout';

/** `fleet plan`: saves a plan set of the selected stacks, as the plan role, which can change nothing. */
export const planCommand = (context: Context, flags: StackFlags): Promise<CommandResult> =>
  withLock(context.workspace.state, 'plan', async () => {
    terraformEnvironment(context.workspace, context.env);
    const selected = await selectAndSynth(context, flags);
    await callerIdentity(selected.environment.regions[0] as string, context.env);
    await refuseOmissions(context, selected, 'look');
    const { folder, ends } = await planStacks(context, selected, flags.parallel);
    return {
      data: { planSet: folder, stacks: ends },
      text: planReport(folder, ends),
      exitCode: exitCodeOf(ends),
    };
  });
