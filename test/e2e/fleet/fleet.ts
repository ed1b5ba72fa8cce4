import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** Result of a process. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A running process, and its result. */
export interface Running {
  child: ChildProcess;
  /** What it has written to standard error so far. */
  stderr(): string;
  ended: Promise<Ended>;
}

/** Starts a command in the project, in its own process group, as a shell does with a foreground job. */
export function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(command, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, stderr: () => stderr, ended };
}

export const startFleet = (args: readonly string[], env: NodeJS.ProcessEnv): Running =>
  start(process.execPath, ['bin/fleet.js', ...args], env);

export const fleet = (args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> =>
  startFleet(args, env).ended;

/** Creates a separate state folder for commands. */
export const stateFolder = (): string => mkdtempSync(join(tmpdir(), 'fleet-e2e-'));

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Environment variables for a command that uses a local AWS and its own state folder. */
export const onLocalAws = (endpoint: string, state: string): NodeJS.ProcessEnv => ({
  ...process.env,
  FLEET_DIR: state,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

/** Throws, with all output, unless the command exited with 0. */
export function ok(ended: Ended): Ended {
  if (ended.code !== 0) throw new Error(`exit ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
  return ended;
}

/** The log of a stack's newest run; empty before there is one. */
export function newestLog(state: string, stack: string): string {
  const runs = join(state, 'runs');
  const newest = existsSync(runs) ? readdirSync(runs).sort().at(-1) : undefined;
  const file = newest ? join(runs, newest, `${stack}.log`) : '';
  return newest && existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Waits until the condition holds (true) or the process has ended (false). @param pause between checks, in ms */
export async function until(condition: () => boolean, { ended }: Running, pause = 20): Promise<boolean> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over && !condition()) await new Promise((resolve) => setTimeout(resolve, pause));
  return condition();
}
