import { interruption } from '../cli/errors';
import { formatErrors } from './events';
import { followEarlier } from './run';
import { runningTerraform } from './running';
import type { StackSession } from './session';

/**
 * Waits until no Terraform from an earlier command runs in a stack's folder: it continues if that
 * command is killed, and nothing else may touch the folder or the state meanwhile. Throws an interruption if it was
 * asked to stop; it has then ended gracefully.
 * @returns a message if it ended with errors; a plan finds out what is left to do
 */
export async function waitForEarlier(
  folder: string,
  { id, tell, report }: Pick<StackSession, 'id' | 'tell' | 'report'>,
): Promise<string | undefined> {
  const running = runningTerraform(folder);
  if (!running) return undefined;
  const [command] = running.args;
  const what = `terraform ${command} of ${id}, started at ${running.startedAt} by an earlier command`;
  report(`${command} of an earlier command is still running (process ${running.pid}), waiting`);
  let done = 0;
  const { diagnostics, interrupted } = await followEarlier(running, {
    tell,
    onEvent: ({ type }) => {
      if (type === 'apply_complete')
        report(`following ${command} (process ${running.pid})`, `${++done} done`);
    },
  });
  if (interrupted) throw interruption(`${what}, was interrupted and has ended gracefully`);
  const errors = formatErrors(diagnostics);
  return errors ? `${what}, ended with errors:\n${errors}` : undefined;
}
