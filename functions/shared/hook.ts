import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { Denied, reasons } from './denied';
import { assertPreTokenEvent, type PreTokenEvent } from './event';
import { type Claims, grant } from './grant';

/** What one user's access token gains. Throws Denied, or anything else: either way there is no token. */
export type ClaimsOf = (event: PreTokenEvent) => Claims | Promise<Claims>;

/**
 * All that the client may learn: Cognito shows it "PreTokenGeneration failed with error <message>".
 */
const publicMessage = 'access denied';

/**
 * Logs why, and throws what the client may know. No error's message is logged, for it may hold values of the
 * event; the names, the status and the request ids of AWS are enough to find the cause.
 */
function refuse(logger: Logger, error: unknown): never {
  const denied =
    error instanceof Denied
      ? error
      : new Denied('internal', { error: error instanceof Error ? error.name : typeof error });
  const line = { reason: denied.reason, ...denied.detail };
  if (reasons[denied.reason] === 'refusal') logger.warn('no token', line);
  else logger.error('no token', line);
  throw new Error(publicMessage);
}

/**
 * The Lambda handler of a hook. `start` runs once, at cold start; if it throws, the function does not start.
 * Whatever goes wrong later, the handler throws "access denied" and Cognito issues no token.
 */
export function hook(name: string, start: () => ClaimsOf) {
  const logger = new Logger({ serviceName: name });
  let claimsOf: ClaimsOf;
  try {
    claimsOf = start();
  } catch (error) {
    refuse(logger, error);
  }
  return async (event: unknown, context: Context): Promise<PreTokenEvent> => {
    try {
      logger.resetKeys();
      logger.addContext(context);
      assertPreTokenEvent(event);
      const { userPoolId, triggerSource, callerContext } = event;
      logger.appendKeys({
        user_pool_id: userPoolId,
        trigger: triggerSource,
        client_id: callerContext.clientId,
      });
      return grant(event, await claimsOf(event));
    } catch (error) {
      return refuse(logger, error);
    }
  };
}
