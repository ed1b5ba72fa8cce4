import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '../cli/process-identity';
import { workFolders } from './work-folder';

/** A Terraform process running in a work folder. It outlives the process that started it. */
export interface RunningTerraform {
  pid: number;
  /** `processIdentity` of the process, since process ids are reused. */
  identity: string;
  args: readonly string[];
  /** Where its output goes, and at which byte it begins. */
  log: string;
  offset: number;
  /** ISO 8601. */
  startedAt: string;
}

const recordOf = (folder: string) => join(folder, 'running.json');

/** Atomically records what is about to start. */
export function recordRunning(folder: string, running: RunningTerraform): void {
  const fresh = `${recordOf(folder)}.new`;
  writeFileSync(fresh, JSON.stringify(running), { mode: 0o600, flush: true });
  renameSync(fresh, recordOf(folder));
}

export const forgetRunning = (folder: string): void => rmSync(recordOf(folder), { force: true });

/** Whether it still runs: the same process, not another one with its id. */
export const stillRuns = ({ pid, identity }: RunningTerraform): boolean => processIdentity(pid) === identity;

/** The Terraform that an earlier command left running in this folder; undefined if there is none, or it has ended. */
export function runningTerraform(folder: string): RunningTerraform | undefined {
  let running: RunningTerraform;
  try {
    running = JSON.parse(readFileSync(recordOf(folder), 'utf8'));
  } catch {
    return undefined;
  }
  return stillRuns(running) ? running : undefined;
}

/** Every Terraform running in a state folder's work folders, with the id of its stack. */
export const runningTerraforms = (state: string): (RunningTerraform & { stack: string })[] =>
  Object.values(workFolders)
    .map((name) => join(state, name))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder).flatMap((stack) => {
        const running = runningTerraform(join(folder, stack));
        return running ? [{ ...running, stack }] : [];
      }),
    );
