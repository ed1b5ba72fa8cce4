import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { $ } from 'zx/core';
import type { TerraformEnvironment } from './terraform-env';
import { type Diagnostic, parseEvent, type TerraformEvent } from './terraform-events';

/** How one Terraform process runs. */
export interface RunOptions {
  /** The stack's work folder. */
  cwd: string;
  /** Terraform's output is appended here, as it comes. */
  log: string;
  onEvent?(event: TerraformEvent): void;
  /** When it aborts, Terraform is asked once to end in order, and waited for. */
  stop: AbortSignal;
}

/** How it ended. */
export interface RunResult {
  /** Terraform's exit code; 130 when a signal ended it. */
  exitCode: number;
  diagnostics: Diagnostic[];
  /** The last lines that were no events, for errors that come without a diagnostic. */
  tail: string[];
}

/**
 * Runs one Terraform command. Never rejects because of its exit code.
 *
 * It gets a process group of its own, so that a terminal's Ctrl-C reaches only us: on an interrupt Terraform
 * alone is told, never its provider processes, which it needs to finish what it has begun.
 */
export async function runTerraform(
  { tool, env }: TerraformEnvironment,
  args: readonly string[],
  { cwd, log, onEvent, stop }: RunOptions,
): Promise<RunResult> {
  if (stop.aborted) return { exitCode: 130, diagnostics: [], tail: ['interrupted'] };
  const logFile = createWriteStream(log, { flags: 'a', mode: 0o600 });
  logFile.write(`# ${tool.kind} ${args.join(' ')}\n`);

  // `exec` makes the shell become Terraform, so that the process id is Terraform's own.
  const child = $({
    cwd,
    env,
    nothrow: true,
    quiet: true,
    detached: true,
    prefix: 'exec ',
    stdio: ['ignore', 'pipe', 'pipe'],
  })`${tool.path} ${args}`;
  const interrupt = () => {
    try {
      if (child.pid) process.kill(child.pid, 'SIGINT');
    } catch {
      // It ended at this very moment.
    }
  };
  stop.addEventListener('abort', interrupt, { once: true });

  const diagnostics: Diagnostic[] = [];
  const tail: string[] = [];
  const read = (line: string) => {
    logFile.write(`${line}\n`);
    const event = parseEvent(line);
    if (event.type === 'diagnostic') diagnostics.push(event.diagnostic);
    if (event.type === 'other' && event.message.trim()) tail.push(event.message);
    if (tail.length > 20) tail.shift();
    onEvent?.(event);
  };
  const lines = [child.stdout, child.stderr].map((stream) => {
    const reader = createInterface({ input: stream });
    reader.on('line', read);
    return new Promise((resolve) => reader.once('close', resolve));
  });
  try {
    const { exitCode } = await child;
    await Promise.all(lines);
    return { exitCode: exitCode ?? 130, diagnostics, tail };
  } finally {
    stop.removeEventListener('abort', interrupt);
    await new Promise((resolve) => logFile.end(resolve));
  }
}
