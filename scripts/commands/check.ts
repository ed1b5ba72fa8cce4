import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { withCommonFlags } from '../cli/flags';
import { validConfiguration } from '../selection/configuration';
import { describeEnvironment } from '../selection/describe';

/** `fleet check` */
export function registerCheck(program: Command, run: Run): void {
  withCommonFlags(program.command('check'))
    .description(
      'validate environments, tenants, the tenant schema file, Cedar schemas and policies; offline',
    )
    .action(
      run(async ({ workspace }) => {
        const environments = validConfiguration(workspace.root);
        return {
          data: { problems: [], environments: environments.map(({ environment }) => environment.name) },
          text: [...environments.map(describeEnvironment), 'no problems'].join('\n'),
        };
      }),
    );
}
