import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { failure, interruption } from '../cli/errors';
import type { StackSession } from './session';

/** Terraform's own logging, which would tell values, even to a file. */
const isLogging = (name: string) => name.startsWith('TF_LOG') || name.startsWith('TF_ACC_LOG');

/** The largest plan that is read, in bytes: what one string of Node.js can hold (2^29 - 24 characters), rounded down. */
const largest = 2 ** 29 - 2 ** 10;

/**
 * `terraform show -json` of a saved plan, parsed. It holds every secret of the stack, so it stays in memory: it goes
 * through no file and no log of ours, and no error repeats what was written, not even in its cause.
 * @param file the saved plan; absolute, or relative to the work folder
 */
export async function showPlan(
  { id, folder, terraform, stop }: Pick<StackSession, 'id' | 'folder' | 'terraform' | 'stop'>,
  file: string,
): Promise<unknown> {
  if (stop.aborted) throw interruption(`terraform show of ${id} was not started`);
  const env = Object.fromEntries(Object.entries(terraform.env).filter(([name]) => !isLogging(name)));
  const remedy = `look for yourself, where nobody else can see it: cd ${folder} && terraform show ${file}`;
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
