import type { CommandResult, Context } from '../cli/context';
import { validConfiguration } from './configuration';
import { describeEnvironment } from './describe';

/** `fleet check`: validates everything and prints a summary. */
export function check({ workspace }: Pick<Context, 'workspace'>): CommandResult {
  const environments = validConfiguration(workspace.root);
  return {
    data: { problems: [], environments: environments.map(({ environment }) => environment.name) },
    text: [...environments.map(describeEnvironment), 'no problems'].join('\n'),
  };
}
