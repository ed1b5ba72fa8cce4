import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { collect, withCommonFlags } from '../cli/flags';
import type { PushFlags } from '../rollout/push-state';

/** `fleet state push` */
export function registerState(program: Command, run: Run): void {
  const state = program.command('state').description('stack states in their buckets');
  withCommonFlags(state.command('push'))
    .description('push a state that an apply could not save, after showing what it overwrites')
    .option('--env <name>', 'environment; there is no default')
    .option('--stack <id>', 'the stack', collect)
    .option('--yes', 'do not ask; required without a terminal')
    .action(
      run(async (context, flags: PushFlags) =>
        (await import('../rollout/push-state')).pushStateCommand(context, flags),
      ),
    );
}
