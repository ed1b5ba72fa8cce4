import { callerIdentity } from '../aws/credentials';
import { confirm, requireTerminal } from '../cli/confirm';
import type { CommandResult, Context } from '../cli/context';
import type { StackFlags } from '../cli/flags';
import { withLock } from '../cli/with-lock';
import { refuseOmissions } from '../removal/refuse';
import { selectAndSynth } from '../selection/select';
import { againCommand } from '../selection/selection';
import { terraformEnvironment } from '../terraform/environment';
import { rolloutReport, touched } from './report';
import { exitCodeOf, rollout } from './rollout';

export interface RolloutFlags extends StackFlags {
  yes?: boolean;
}

/** `fleet rollout`: plans and applies the selected stacks, once the user has agreed. */
export const rolloutCommand = (context: Context, flags: RolloutFlags): Promise<CommandResult> =>
  withLock(context.workspace.state, 'rollout', async () => {
    terraformEnvironment(context.workspace, context.env);
    const selected = await selectAndSynth(context, flags);
    context.say(touched(selected.environment.name, selected.stacks));
    if (!flags.yes) requireTerminal();
    await callerIdentity(selected.environment.regions[0] as string, context.env);
    await refuseOmissions(context, selected, 'change');
    if (!flags.yes) await confirm(selected.environment.name);
    const input = { ...selected, removable: selected.removals.keys };
    const ends = await rollout(context, input, flags.parallel);
    return {
      data: { environment: selected.environment.name, stacks: ends },
      text: rolloutReport(ends, againCommand('rollout', flags)),
      exitCode: exitCodeOf(ends),
    };
  });
