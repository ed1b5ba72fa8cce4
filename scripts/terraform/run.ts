import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { failure, messageOf } from '../cli/errors';
import { processIdentity } from '../cli/process-identity';
import type { TerraformEnvironment } from './environment';
import { type Diagnostic, parseEvent, type TerraformEvent } from './events';
import { followLines } from './follow-file';
import { forgetRunning, type RunningTerraform, recordRunning, stillRuns } from './running';

/** How one Terraform process runs. */
export interface RunOptions {
  /** The stack's work folder. */
  cwd: string;
  /** Terraform's output is appended here as it is written. */
  log: string;
  onEvent?(event: TerraformEvent): void;
  /** Once aborted, nothing new is started. */
  stop: AbortSignal;
  /** On abort, Terraform is asked once to stop gracefully, and awaited. */
  tell: AbortSignal;
}

/** How it ended. */
export interface RunResult {
  /** Terraform's exit code; 130 if a signal ended it. */
  exitCode: number;
  /** The signal that killed it, if any: then its state may be out of date. */
  killed?: NodeJS.Signals;
  /** It was asked to stop, or not started at all, because of an interrupt. */
  interrupted: boolean;
  diagnostics: Diagnostic[];
  /** The last lines that were not events, for errors without a diagnostic. */
  tail: string[];
}

/** Reads Terraform's output until it ends; forwards an interrupt once, as SIGINT. */
async function follow(
  running: RunningTerraform,
  ended: Promise<unknown>,
  { onEvent, tell }: Pick<RunOptions, 'onEvent' | 'tell'>,
): Promise<Omit<RunResult, 'exitCode' | 'killed'>> {
  const interrupt = () => {
    try {
      if (stillRuns(running)) process.kill(running.pid, 'SIGINT');
    } catch {
      // It has just ended.
    }
  };
  if (tell.aborted) interrupt();
  tell.addEventListener('abort', interrupt, { once: true });
  const diagnostics: Diagnostic[] = [];
  const tail: string[] = [];
  try {
    await followLines({ file: running.log, offset: running.offset, ended }, (line) => {
      const event = parseEvent(line);
      if (event.type === 'diagnostic') diagnostics.push(event.diagnostic);
      if (event.type === 'other' && event.message.trim()) tail.push(event.message);
      if (tail.length > 20) tail.shift();
      onEvent?.(event);
    });
    return { interrupted: tell.aborted, diagnostics, tail };
  } finally {
    tell.removeEventListener('abort', interrupt);
  }
}

/**
 * Runs one Terraform command. Never rejects because of its exit code.
 *
 * Nothing that happens to this process, the terminal or an SSH session affects it: it has its own session and process
 * group, and writes to a file rather than to a pipe that could break. What it is doing is recorded before
 * it starts, so that the next command finds it (`followEarlier`). An interrupt goes only to Terraform, never to its
 * provider processes, which it needs to finish what it has started.
 */
export async function runTerraform(
  { tool, env }: TerraformEnvironment,
  args: readonly string[],
  { cwd, log, onEvent, stop, tell }: RunOptions,
): Promise<RunResult> {
  if (stop.aborted) return { exitCode: 130, interrupted: true, diagnostics: [], tail: [] };
  const output = openSync(log, 'a', 0o600);
  writeSync(output, `# ${tool.kind} ${args.join(' ')}\n`);
  const offset = fstatSync(output).size;
  // The shell waits for a line of input before it becomes Terraform: if this process dies before that, the pipe closes,
  // and nothing untracked was started.
  const child = spawn('/bin/sh', ['-c', 'read -r go && exec "$@"', 'sh', tool.path, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', output, output],
  });
  closeSync(output);
  const ended = new Promise<{ exitCode: number; killed?: NodeJS.Signals }>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      resolve({ exitCode: code ?? 130, ...(signal && { killed: signal }) }),
    );
  });
  // However it ends, that is awaited below.
  child.stdin?.on('error', () => {});
  const pid = child.pid ?? 0;
  const identity = processIdentity(pid);
  if (!identity) {
    child.stdin?.end();
    const error = await ended.then(() => 'it ended immediately', messageOf);
    throw failure(`cannot start ${tool.path}: ${error}`);
  }
  const running = { pid, identity, args, log, offset, startedAt: new Date().toISOString() };
  recordRunning(cwd, running);
  child.stdin?.end('go\n');
  try {
    const said = await follow(running, ended, { onEvent, tell });
    return { ...(await ended), ...said };
  } finally {
    // If we failed, not Terraform (say, the log became unreadable), the next command has to find it.
    if (!stillRuns(running)) forgetRunning(cwd);
  }
}

/** How often to check whether a process that is not our child has ended, in milliseconds. */
const pause = 200;

/** Resolves when a process that is not our child has ended. */
async function endOf(running: RunningTerraform): Promise<void> {
  while (stillRuns(running)) await new Promise((resolve) => setTimeout(resolve, pause));
}

/** Follows a Terraform that an earlier command left running until it ends. Only its output shows how it ended. */
export const followEarlier = (
  running: RunningTerraform,
  options: Pick<RunOptions, 'onEvent' | 'tell'>,
): Promise<Omit<RunResult, 'exitCode' | 'killed'>> => follow(running, endOf(running), options);
