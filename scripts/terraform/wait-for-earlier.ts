import { interruption } from '../cli/errors';
import { formatErrors } from './events';
import { followEarlier } from './run';
import { runningTerraform } from './running';
import type { StackSession } from './session';

/**
 * Waits until no Terraform that an earlier command left behind is at work in a stack's folder: it goes on when that
 * command is killed, and nobody else may touch the folder or the state meanwhile. Throws an interruption if it was
 * asked to end; then it has ended in order.
 * @returns what to say of one that ended with errors; a plan finds out what is left to do
 */
export async function waitForEarlier(
  folder: string,
  { id, tell, report }: Pick<StackSession, 'id' | 'tell' | 'report'>,
): Promise<string | undefined> {
  const running = runningTerraform(folder);
  if (!running) return undefined;
  const [command] = running.args;
  const what = `terraform ${command} of ${id}, started at ${running.startedAt} by an earlier command`;
  report(`${command} of an earlier command still runs (process ${running.pid}), waiting`);
  let done = 0;
  const { diagnostics, interrupted } = await followEarlier(running, {
    tell,
    onEvent: ({ type }) => {
      if (type === 'apply_complete')
        report(`following ${command} (process ${running.pid})`, `${++done} done`);
    },
  });
  if (interrupted) throw interruption(`${what}, was interrupted and has ended in order`);
  const errors = formatErrors(diagnostics);
  return errors ? `${what}, ended with errors:\n${errors}` : undefined;
}
