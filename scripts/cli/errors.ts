/** Exit statuses of every `fleet` command. */
export const exitCodes = {
  done: 0,
  /** An operation failed; the message says what was done and what was not. */
  failed: 1,
  /** Bad input or usage. Nothing was changed. */
  usage: 2,
  /** Blocked by a guard. Nothing was changed. */
  blocked: 3,
  /** More failures than the environment's failure budget allows. Completed work is kept. */
  halted: 4,
  /** Interrupted; running the same command again continues. */
  interrupted: 130,
} as const;

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** An error that a user can act on, printed without a stack trace. */
export class FleetError extends Error {
  readonly exitCode: ExitCode;
  /** What to do about it. */
  readonly remedy: string | undefined;
  /** More for `--json`, such as the list of problems. */
  readonly data: unknown;

  constructor(
    message: string,
    options: { exitCode: ExitCode; remedy?: string; data?: unknown; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = 'FleetError';
    this.exitCode = options.exitCode;
    this.remedy = options.remedy;
    this.data = options.data;
  }
}

/** Bad input or usage: nothing was changed (exit 2). */
export const usageError = (message: string, remedy?: string, data?: unknown) =>
  new FleetError(message, { exitCode: exitCodes.usage, remedy, data });

/** Blocked by a guard: nothing was changed (exit 3). */
export const blocked = (message: string, remedy?: string, data?: unknown) =>
  new FleetError(message, { exitCode: exitCodes.blocked, remedy, data });

/** An operation failed (exit 1). */
export const failure = (message: string, remedy?: string, cause?: unknown) =>
  new FleetError(message, { exitCode: exitCodes.failed, remedy, cause });

/** Ended by the user (exit 130). */
export const interruption = (message: string, remedy?: string) =>
  new FleetError(message, { exitCode: exitCodes.interrupted, remedy });

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
