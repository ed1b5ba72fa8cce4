import type { Context } from 'aws-lambda';
import type { FunctionFacts } from '../catalogue';
import { instrumented, publicMessage } from './instrumented';

/** What every Cognito event has, whatever its trigger. */
interface CognitoEvent {
  userPoolId: string;
  triggerSource: string;
  callerContext: { clientId: string };
}

/** Answers one event. If it throws Denied, or anything else, Cognito refuses the user. */
export type Answering<E> = (event: E, context: Context) => E | Promise<E>;

/**
 * The Lambda handler of a Cognito trigger. `read` validates the event, or
 * throws Denied. `start` runs once, at cold start; if it throws, the function does not start. Whatever goes
 * wrong later, the handler throws "access denied", which Cognito shows as "<trigger> failed with error access denied",
 * and the log says why (see `instrumented`).
 */
export function trigger<E extends CognitoEvent>(
  facts: FunctionFacts,
  read: (event: unknown) => E,
  start: () => Answering<E>,
) {
  const { logger, granted, refuse, started, call } = instrumented(facts);
  const answering = started(start);

  async function answer(given: unknown, context: Context): Promise<E> {
    const event = read(given);
    const { userPoolId, triggerSource, callerContext } = event;
    logger.appendKeys({
      user_pool_id: userPoolId,
      trigger: triggerSource,
      client_id: callerContext.clientId,
    });
    return answering(event, context);
  }

  return async (event: unknown, context: Context): Promise<E> => {
    try {
      const answered = await call(context, () => answer(event, context));
      granted();
      return answered;
    } catch (error) {
      refuse(error);
      throw new Error(publicMessage);
    }
  };
}
