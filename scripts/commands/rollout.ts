import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { type StackFlags, withCommonFlags, withParallel, withRemove, withSelection } from '../cli/flags';
import type { ApproveFlags } from '../rollout/approval/approve-command';
import type { RolloutFlags } from '../rollout/begin-run';

/** `fleet rollout` */
export function registerRollout(program: Command, run: Run): void {
  const rollout = program.command('rollout').enablePositionalOptions();
  withCommonFlags(withSelection(rollout.command('matrix')))
    .description('the waves as jobs of a CI system, one for each account in a wave')
    .action(
      run(async (context, flags: StackFlags) =>
        (await import('../rollout/matrix')).matrixCommand(context, flags),
      ),
    );
  withCommonFlags(rollout.command('approve <run>'))
    .description('let a wave begin that a rollout with --approve-each waits for')
    .option('--env <name>', 'environment; there is no default')
    .option('--wave <number>', 'which wave; needed where the run waits for several', Number)
    .option('--yes', 'do not ask')
    .action((id: string, flags: ApproveFlags) =>
      run(async (context, given: ApproveFlags) =>
        (await import('../rollout/approval/approve-command')).approveCommand(context, id, given),
      )(flags),
    );
  withCommonFlags(withRemove(withParallel(withSelection(rollout))))
    .description('plan and apply the selected stacks: dependencies first, ring by ring, region by region')
    .option('--dry-run', 'show the waves, offline: stacks, accounts, tenants and expected time of each')
    .option('--yes', 'do not ask before changing anything; needed where there is no terminal')
    .option('--refresh', 'plan stacks, too, that are as they were last applied')
    .option('--plan <plan-set>', 'apply exactly these saved plans, or refuse')
    .option('--board <name>', 'share the rollout with every runner that names the same board')
    .option('--mended', 'with --board: begin anew what failed there, once its cause is mended')
    .option('--approve-each', 'each wave waits until somebody approves it, here or with "rollout approve"')
    .option('--resume <run>', 'go on with a run that was broken off, here or on another machine')
    .option('--rollback <run>', 'apply again what stood before the wave of that run which did not pass')
    .action(
      run(async (context, flags: RolloutFlags) =>
        (await import('../rollout/rollout-command')).rolloutCommand(context, flags),
      ),
    );
}
