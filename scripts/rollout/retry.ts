import { messageOf } from '../cli/errors';

/**
 * What AWS and the network say when the same request may well succeed a moment later. The AWS SDK in the provider has
 * tried several times already by then. Names: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 * (throttling and transient errors), and of Cognito, Verified Permissions and IAM their own pages of common errors.
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

/** Whether trying again may help, and does no harm. */
export function isTransient(error: unknown): boolean {
  const message = messageOf(error);
  // Its state has to be pushed first, by somebody who looks at it.
  return !message.includes('could not save its state') && transient.some((pattern) => pattern.test(message));
}

export interface Retries {
  /** Tries after the first. */
  retries: number;
  /** Says what went wrong, and when it is tried again. */
  say(line: string): void;
  /** Waits so many milliseconds, less where nothing is to be tried again. */
  pause(ms: number): Promise<void>;
  /** Nothing is tried again once it has aborted. */
  stop: AbortSignal;
}

/** Before the second, third, … try, in milliseconds. */
const firstPause = 5_000;

/** Does something again that failed for a moment's reasons; throws what the last try threw. */
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

/** A pause that ends early when it is stopped. */
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
