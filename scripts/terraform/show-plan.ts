import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { failure, interruption } from '../cli/errors';
import { isLogging, noProviderLog } from './logging';
import type { StackSession } from './session';

/** The largest plan that can be read, in bytes: Node.js's longest string (2^29 - 24 characters), rounded down. */
const largest = 2 ** 29 - 2 ** 10;

/**
 * `terraform show -json` of a saved plan, parsed. It contains every secret of the stack, so it stays in memory: it is
 * not written to any file or log, and no error repeats its content, not even as a cause.
 * @param file the saved plan; absolute, or relative to the work folder
 */
export async function showPlan(
  { id, folder, terraform, stop }: Pick<StackSession, 'id' | 'folder' | 'terraform' | 'stop'>,
  file: string,
): Promise<unknown> {
  if (stop.aborted) throw interruption(`terraform show of ${id} was not started`);
  // A log would contain values, even if written to a file.
  const unlogged = Object.entries(terraform.env).filter(([name]) => !isLogging(name));
  const env = { ...Object.fromEntries(unlogged), ...noProviderLog };
  const remedy = `look at it yourself, in private, since it shows secrets: cd ${folder} && terraform show ${file}`;
  const stdout = await promisify(execFile)(terraform.tool.path, ['show', '-json', '-no-color', file], {
    cwd: folder,
    env,
    maxBuffer: largest,
  }).then(
    (output) => output.stdout,
    ({ code, signal }) => {
      throw failure(`terraform show of the plan of ${id} failed (${signal ?? code})`, remedy);
    },
  );
  try {
    return JSON.parse(stdout);
  } catch {
    throw failure(`terraform show of the plan of ${id} wrote no JSON`, remedy);
  }
}
