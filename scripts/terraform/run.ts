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
  /** Once it has aborted, nothing is started. */
  stop: AbortSignal;
  /** On abort, Terraform is asked once to stop gracefully, and awaited. */
  tell: AbortSignal;
}

/** How it ended. */
export interface RunResult {
  /** Terraform's exit code; 130 when a signal ended it. */
  exitCode: number;
  /** The signal that ended it, where it did not end by itself: then its state may be old. */
  killed?: NodeJS.Signals;
  /** It was asked to end, or not started at all, because of an interrupt. */
  interrupted: boolean;
  diagnostics: Diagnostic[];
  /** The last lines that were no events, for errors that come without a diagnostic. */
  tail: string[];
}

/** Reads Terraform's output until it ends; passes an interrupt on once, as SIGINT. */
async function follow(
  running: RunningTerraform,
  ended: Promise<unknown>,
  { onEvent, tell }: Pick<RunOptions, 'onEvent' | 'tell'>,
): Promise<Omit<RunResult, 'exitCode' | 'killed'>> {
  const interrupt = () => {
    try {
      if (stillRuns(running)) process.kill(running.pid, 'SIGINT');
    } catch {
      // It ended at this very moment.
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
 * Nothing that happens to us, to the terminal or to an SSH session touches it: it leads a session and process group
 * of its own, and writes to a file, not to a pipe of ours that would break. What it is doing is written down before
 * it starts, so that the next command finds it (`followEarlier`). On an interrupt Terraform alone is told, never its
 * provider processes, which it needs to finish what it has begun.
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
  // The shell waits for a word, and becomes Terraform only when it has come: should we die before that, the pipe ends,
  // and nothing was started that nobody knows of.
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
  // Whatever it ends of, its end is waited for below.
  child.stdin?.on('error', () => {});
  const pid = child.pid ?? 0;
  const identity = processIdentity(pid);
  if (!identity) {
    child.stdin?.end();
    const error = await ended.then(() => 'it ended at once', messageOf);
    throw failure(`cannot start ${tool.path}: ${error}`);
  }
  const running = { pid, identity, args, log, offset, startedAt: new Date().toISOString() };
  recordRunning(cwd, running);
  child.stdin?.end('go\n');
  try {
    const said = await follow(running, ended, { onEvent, tell });
    return { ...(await ended), ...said };
  } finally {
    // Should it be we who failed, such as at a log that cannot be read any more, the next command has to find it.
    if (!stillRuns(running)) forgetRunning(cwd);
  }
}

/** How often to check whether a process that is not our child has ended, in milliseconds. */
const pause = 200;

/** Resolves when a process that is not our child has ended. */
async function endOf(running: RunningTerraform): Promise<void> {
  while (stillRuns(running)) await new Promise((resolve) => setTimeout(resolve, pause));
}

/** Follows a Terraform that an earlier command left running until it ends. Only its output says how it ended. */
export const followEarlier = (
  running: RunningTerraform,
  options: Pick<RunOptions, 'onEvent' | 'tell'>,
): Promise<Omit<RunResult, 'exitCode' | 'killed'>> => follow(running, endOf(running), options);
