import type { Invocation, Outcome, Sandbox } from './sandbox';

/** Most concurrent processes of one function; further events wait. */
const MAX_SANDBOXES = 4;

/** The warm processes of one version of a function, in one configuration. */
export class SandboxPool {
  private readonly all = new Set<Sandbox>();
  private readonly idle: Sandbox[] = [];
  private readonly waiting: (() => void)[] = [];
  private starting = 0;
  private retired = false;

  /** `start` starts a process; `fingerprint` tells whether the pool still matches the function. */
  constructor(
    readonly fingerprint: string,
    private readonly start: () => Promise<Sandbox>,
  ) {}

  async run(invocation: Invocation): Promise<{ outcome: Outcome; log: string }> {
    const sandbox = await this.take();
    try {
      return await sandbox.run(invocation);
    } finally {
      if (this.retired) await sandbox.stop();
      if (sandbox.dead) this.all.delete(sandbox);
      else this.idle.push(sandbox);
      this.waiting.shift()?.();
    }
  }

  private async take(): Promise<Sandbox> {
    while (true) {
      // A process may have died while idle.
      const warm = this.idle.pop();
      if (warm && !warm.dead) return warm;
      if (warm) this.all.delete(warm);
      else if (this.all.size + this.starting < MAX_SANDBOXES) return this.startOne();
      else await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private async startOne(): Promise<Sandbox> {
    this.starting += 1;
    try {
      const sandbox = await this.start();
      this.all.add(sandbox);
      return sandbox;
    } catch (error) {
      this.waiting.shift()?.();
      throw error;
    } finally {
      this.starting -= 1;
    }
  }

  /** For a function that has changed: idle processes end now, busy ones after their event. */
  retire(): void {
    this.retired = true;
    for (const sandbox of this.idle) void sandbox.stop();
  }

  /** Kills all processes; events in progress fail. */
  async stop(): Promise<void> {
    await Promise.all([...this.all].map((sandbox) => sandbox.stop()));
  }
}
