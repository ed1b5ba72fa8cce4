import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { type StackFlags, withCommonFlags, withParallel, withRemove, withSelection } from '../cli/flags';
import type { ApproveFlags } from '../rollout/approval/approve-command';
import type { RolloutFlags } from '../rollout/begin-run';

/** `fleet rollout` */
export function registerRollout(program: Command, run: Run): void {
  const rollout = program.command('rollout').enablePositionalOptions();
  withCommonFlags(withSelection(rollout.command('matrix')))
    .description('print the waves as a CI job matrix, one job for each account in a wave')
    .action(
      run(async (context, flags: StackFlags) =>
        (await import('../rollout/matrix')).matrixCommand(context, flags),
      ),
    );
  withCommonFlags(rollout.command('approve <run>'))
    .description('approve a wave that a rollout with --approve-each is waiting for')
    .option('--env <name>', 'environment; there is no default')
    .option('--wave <number>', 'which wave; required if the run is waiting for several', Number)
    .option('--yes', 'do not ask')
    .action((id: string, flags: ApproveFlags) =>
      run(async (context, given: ApproveFlags) =>
        (await import('../rollout/approval/approve-command')).approveCommand(context, id, given),
      )(flags),
    );
  withCommonFlags(withRemove(withParallel(withSelection(rollout))))
    .description('plan and apply the selected stacks: dependencies first, ring by ring, region by region')
    .option('--dry-run', 'show the waves, offline: stacks, accounts, tenants and expected time of each')
    .option('--yes', 'do not ask before changing anything; required without a terminal')
    .option('--refresh', 'also plan stacks that are unchanged since they were last applied')
    .option('--plan <plan-set>', 'apply exactly these saved plans, or refuse')
    .option('--board <name>', 'share the rollout with every runner that names the same board')
    .option('--mended', 'with --board: start what failed there again, once its cause is fixed')
    .option('--approve-each', 'wait for approval before each wave, here or with "rollout approve"')
    .option('--resume <run>', 'continue an interrupted run, from this machine or another')
    .option('--rollback <run>', 'reapply what was deployed before the wave of that run that did not pass')
    .action(
      run(async (context, flags: RolloutFlags) =>
        (await import('../rollout/rollout-command')).rolloutCommand(context, flags),
      ),
    );
}
