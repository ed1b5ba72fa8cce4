import { messageOf } from '../cli/errors';

/**
 * Errors after which the same request may well succeed a moment later. The provider's AWS SDK has already
 * retried several times by then. Names: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 * (throttling and transient errors), and the common-errors pages of Cognito, Verified Permissions and IAM.
 */
const transient = [
  /\bThrottl(ing|ed|ingException)\b/,
  /\bTooManyRequestsException\b/,
  /\bRequestLimitExceeded\b/,
  /\bProvisionedThroughputExceededException\b/,
  /\bRate exceeded\b/i,
  /\bSlowDown\b/,
  /\bRequestTimeout(Exception)?\b/,
  /\bInternal(Server|Service)?(Error|Failure|Exception|ErrorException)\b/,
  /\bServiceUnavailable(Exception)?\b/,
  /\bConcurrentModificationException\b/,
  /\bStatusCode: 5(00|02|03|04)\b/,
  /connection reset by peer/,
  /\bi\/o timeout\b/,
  /TLS handshake timeout/,
  /\bunexpected EOF\b/,
];

/** Whether a retry may help and is harmless. */
export function isTransient(error: unknown): boolean {
  const message = messageOf(error);
  // Its state has to be reviewed and pushed by a person first.
  return !message.includes('could not save its state') && transient.some((pattern) => pattern.test(message));
}

export interface Retries {
  /** Number of retries after the first try. */
  retries: number;
  /** Reports what went wrong, and when the retry follows. */
  say(line: string): void;
  /** Waits this many milliseconds, or less if there will be no retry. */
  pause(ms: number): Promise<void>;
  /** No retries once aborted. */
  stop: AbortSignal;
}

/** Pause before the first retry, in milliseconds. */
const firstPause = 5_000;

/** Retries transient failures; throws the last try's error. */
export async function withRetries<T>(
  act: () => Promise<T>,
  { retries, say, pause, stop }: Retries,
): Promise<T> {
  for (let tries = 0; ; tries++)
    try {
      return await act();
    } catch (error) {
      if (tries >= retries || stop.aborted || !isTransient(error)) throw error;
      const ms = firstPause * 2 ** tries;
      say(`${messageOf(error).split('\n').at(-1)}; again in ${ms / 1000} s (${tries + 1} of ${retries})`);
      await pause(ms);
      if (stop.aborted) throw error;
    }
}

/** A pause that ends early if stopped. */
export const pauseUnlessStopped =
  (stop: AbortSignal) =>
  (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        stop.removeEventListener('abort', done);
        resolve();
      }
      stop.addEventListener('abort', done, { once: true });
    });
