import { callerIdentity } from '../aws/credentials';
import { confirm, requireTerminal } from '../cli/confirm';
import type { CommandResult, Context } from '../cli/context';
import { withLock } from '../cli/with-lock';
import { refuseOmissions } from '../removal/refuse';
import { selectAndSynth } from '../selection/select';
import { againCommand } from '../selection/selection';
import type { RolloutFlags } from './begin-run';
import { rolloutReport, touched } from './report';
import { requestOf } from './resume-request';
import { exitCodeOf } from './rollout';
import { rolloutSelected } from './rollout-selected';

/** `fleet rollout`: plans and applies the selected stacks, once the user has agreed. */
export const rolloutCommand = (context: Context, given: RolloutFlags): Promise<CommandResult> =>
  withLock(context.workspace.state, 'rollout', async () => {
    const flags = given.resume ? await requestOf(context, given) : given;
    const selected = await selectAndSynth(context, flags);
    const { environment, removals } = selected;
    context.say(touched(environment.name, selected.stacks));
    if (!flags.yes) requireTerminal();
    const by = await callerIdentity(environment.regions[0] as string, context.env);
    await refuseOmissions(context, selected, 'change');
    const { env: _, json: __, debug: ___, yes, resume, refresh = false, parallel, ...selection } = flags;
    const { run, ends } = await rolloutSelected(context, {
      loaded: selected.loaded,
      stacks: selected.stacks,
      removable: removals.keys,
      selection,
      parallel,
      by,
      refresh,
      resume,
      agree: async () => {
        if (!yes) await confirm(environment.name);
      },
    });
    return {
      data: { environment: environment.name, run: run ?? null, stacks: ends },
      text: rolloutReport(ends, againCommand('rollout', flags)),
      exitCode: exitCodeOf(ends),
    };
  });
