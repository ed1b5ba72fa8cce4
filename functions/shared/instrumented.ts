import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { FunctionFacts } from '../catalogue';
import { Denied, reasons } from './denied';
import { outcomes } from './metrics';
import { annotate, span } from './tracing';

const deniedBy = (error: unknown): Denied =>
  error instanceof Denied
    ? error
    : new Denied('internal', { error: error instanceof Error ? error.name : typeof error });

/** The only message that callers see. */
export const publicMessage = 'access denied';

/**
 * Log, metrics and traces of one function.
 *
 * No error's message is logged, since it may contain values of the event; the names, the status and the request ids
 * of AWS are enough to find the cause.
 */
export function instrumented({ name }: FunctionFacts) {
  const logger = new Logger({ serviceName: name });
  const { granted, refused } = outcomes(name);

  function refuse(error: unknown): Denied {
    const denied = deniedBy(error);
    const line = { reason: denied.reason, ...denied.detail };
    if (reasons[denied.reason] === 'refusal') logger.warn('refused', line);
    else logger.error('refused', line);
    refused(denied.reason);
    return denied;
  }

  return {
    logger,
    granted,
    /** Logs the reason, at the level of its kind, and counts it. Returns whatever was thrown as Denied. */
    refuse,
    /** The function's start, once, at cold start: if it throws, the log says why, and the function does not load. */
    started<T>(start: () => T): T {
      try {
        return start();
      } catch (error) {
        refuse(error);
        throw new Error(publicMessage);
      }
    },
    /** One call of the function, with its own span and log lines. */
    call: <T>(context: Context, run: () => Promise<T>): Promise<T> =>
      span(`## ${name}`, async () => {
        annotate(name);
        logger.resetKeys();
        logger.addContext(context);
        return run();
      }),
  };
}
