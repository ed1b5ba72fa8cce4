import { type Command, InvalidArgumentError } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags, withParallel } from '../cli/flags';
import type { ScaleFlags } from '../scale/scale-command';

const between = (least: number, most: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new InvalidArgumentError(`use a whole number from ${least} to ${most}.`);
  return number;
};

/** Less than placement can name: 9,999 cells of 1,000 tenants. */
const mostTenants = 1_000_000;
const numbers = (value: string) => value.split(',').map(between(1, mostTenants));

/** `fleet scale` */
export function registerScale(program: Command, run: Run): void {
  withCommonFlags(withParallel(program.command('scale')))
    .description(
      'simulate fleets of many tenants in five regions: what they need, and how long their rollouts take',
    )
    .option('--env <name>', 'environment whose stacks and rollout settings are used; there is no default')
    .option('--tenants <n,n>', 'fleet sizes, separated by commas', numbers, [1000, 10_000, 100_000])
    .option('--cell-size <n>', 'tenants in a cell', between(1, 1000), 50)
    .option('--pool-quota <n>', 'user pools allowed in an account and region', between(1, 10_000), 1000)
    .option('--out <folder>', 'folder for scale.md and scale.svg')
    .action(
      run(async (context, flags: ScaleFlags) =>
        (await import('../scale/scale-command')).scaleCommand(context, flags),
      ),
    );
}
