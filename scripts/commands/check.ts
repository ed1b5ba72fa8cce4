import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';

/** `fleet check` */
export function registerCheck(program: Command, run: Run): void {
  withCommonFlags(program.command('check'))
    .description(
      'validate environments, tenants, schema files, Cedar schemas and policies, guard and approvals; offline',
    )
    .action(run(async (context) => (await import('../selection/check')).check(context)));
}
