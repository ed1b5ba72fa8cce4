import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Route } from '../network';

/** The handler's response, or its error. `error` is exactly what Lambda returns to the caller. */
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

/** How long Lambda lets a function initialise, before its time-out starts. */
const INIT_SECONDS = 10;

/**
 * One warm process of a function, which handles one event at a time. It gets only the given environment, nothing from
 * its parent's, and dies with its parent. `routes` are the hosts that it can reach in addition to loopback.
 */
export class Sandbox {
  private readonly child: ChildProcess;
  private log = '';
  private settle?: (outcome: Outcome) => void;
  private timer?: NodeJS.Timeout;
  private readonly ready: Promise<void>;
  private readonly exited: Promise<void>;
  /** Whether the process has ended: crashed, timed out or stopped. */
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
    // Only output that bypasses Node's streams (a crash of Node itself) arrives here.
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

  /** Runs one event, and kills the process if it exceeds the function's time-out. */
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

  /** Kills the process without warning, as Lambda does. */
  async stop(): Promise<void> {
    this.dead = true;
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
