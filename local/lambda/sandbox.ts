import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Route } from '../network';

/** What the handler answered, or how it failed. `error` is exactly what Lambda gives its caller. */
export type Outcome =
  | { ok: true; payload: unknown }
  | {
      ok: false;
      error: { errorType: string; errorMessage: string; trace?: string[] };
      timedOut?: boolean;
    };

export interface Invocation {
  requestId: string;
  arn: string;
  event: unknown;
  /** `_X_AMZN_TRACE_ID`. */
  trace: string;
}

/** How long Lambda lets a function start, before the function's own time begins. */
const INIT_SECONDS = 10;

/**
 * One warm process of a function, for one event at a time. Gets the given environment and nothing else of
 * its parent's, and dies with it. `routes` are the hosts that it can reach beside loopback itself.
 */
export class Sandbox {
  private readonly child: ChildProcess;
  private log = '';
  private settle?: (outcome: Outcome) => void;
  private timer?: NodeJS.Timeout;
  private readonly ready: Promise<void>;
  private readonly exited: Promise<void>;
  /** Whether the process is gone: it crashed, timed out or was stopped. */
  dead = false;

  constructor(
    folder: string,
    env: Record<string, string>,
    private readonly timeoutSeconds: number,
    routes: Route[] = [],
  ) {
    const stdio: ['ignore', 'pipe', 'pipe', 'ipc'] = ['ignore', 'pipe', 'pipe', 'ipc'];
    const args = [join(__dirname, 'runtime.cjs'), JSON.stringify(routes)];
    this.child = spawn(process.execPath, args, { cwd: folder, env, stdio });
    const keep = (text: unknown) => {
      this.log += String(text);
    };
    // Only what bypasses Node's streams (a crash of Node itself) comes this way.
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.ready = new Promise((resolve) => {
      this.child.on('message', (message: { log?: string; ready?: true; result?: Outcome }) => {
        if (message.log !== undefined) keep(message.log);
        if (message.ready) resolve();
        if (message.result) this.settle?.(message.result);
      });
    });
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(this.end(error.message)));
      this.child.once('exit', (code, signal) =>
        resolve(this.end(signal ? `signal: ${signal}` : `exit status ${code}`)),
      );
    });
  }

  private end(how: string): void {
    this.dead = true;
    const errorMessage = `Error: Runtime exited with error: ${how}`;
    this.settle?.({ ok: false, error: { errorType: 'Runtime.ExitError', errorMessage } });
  }

  /** Runs one event, and kills the process when it takes longer than the function may. */
  async run(invocation: Invocation): Promise<{ outcome: Outcome; log: string }> {
    this.log = '';
    const outcome = await new Promise<Outcome>((resolve) => {
      this.settle = resolve;
      const { requestId } = invocation;
      this.limit(INIT_SECONDS, requestId);
      void this.ready.then(() => {
        if (this.dead) return;
        this.limit(this.timeoutSeconds, requestId);
        const deadline = Date.now() + this.timeoutSeconds * 1000;
        this.child.send({ ...invocation, deadline }, (error) => error && this.end(error.message));
      });
    });
    clearTimeout(this.timer);
    this.settle = undefined;
    return { outcome, log: this.log };
  }

  private limit(seconds: number, requestId: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
      this.settle?.({ ok: false, error: { errorType: 'Sandbox.Timedout', errorMessage }, timedOut: true });
      void this.stop();
    }, seconds * 1000);
  }

  /** Kills the process, as Lambda does: without asking. */
  async stop(): Promise<void> {
    this.dead = true;
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
