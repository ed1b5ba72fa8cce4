import type { Command } from 'commander';
import { checkAll, describeEnvironment } from '../lib/check';
import type { Run } from '../lib/context';
import { withCommonFlags } from '../lib/flags';

/** `fleet check` */
export function registerCheck(program: Command, run: Run): void {
  withCommonFlags(program.command('check'))
    .description(
      'validate environments, tenants, the tenant schema file, Cedar schemas and policies; offline',
    )
    .action(
      run(async ({ workspace }) => {
        const environments = checkAll(workspace.root);
        return {
          data: { problems: [], environments: environments.map(({ environment }) => environment.name) },
          text: [...environments.map(describeEnvironment), 'no problems'].join('\n'),
        };
      }),
    );
}
