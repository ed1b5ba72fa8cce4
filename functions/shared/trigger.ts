import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { FunctionFacts } from '../catalogue';
import { Denied, reasons } from './denied';
import { outcomes } from './metrics';
import { annotate, span } from './tracing';

/** What every event of Cognito has, whatever its trigger. */
interface CognitoEvent {
  userPoolId: string;
  triggerSource: string;
  callerContext: { clientId: string };
}

/** Answers one event. Throws Denied, or anything else: either way Cognito refuses the user. */
export type Answering<E> = (event: E, context: Context) => E | Promise<E>;

/** All that the client may learn: Cognito shows it "<trigger> failed with error <message>". */
const publicMessage = 'access denied';

const deniedBy = (error: unknown): Denied =>
  error instanceof Denied
    ? error
    : new Denied('internal', { error: error instanceof Error ? error.name : typeof error });

/**
 * The Lambda handler of a Cognito trigger. `read` takes what the function was called with for an event, or
 * throws Denied. `start` runs once, at cold start; if it throws, the function does not start. Whatever goes
 * wrong later, the handler throws "access denied", and the log says why.
 *
 * No error's message is logged, for it may hold values of the event; the names, the status and the request ids
 * of AWS are enough to find the cause.
 */
export function trigger<E extends CognitoEvent>(
  { name }: FunctionFacts,
  read: (event: unknown) => E,
  start: () => Answering<E>,
) {
  const logger = new Logger({ serviceName: name });
  const { granted, refused } = outcomes(name);

  function refuse(error: unknown): never {
    const { reason, detail } = deniedBy(error);
    const line = { reason, ...detail };
    if (reasons[reason] === 'refusal') logger.warn('refused', line);
    else logger.error('refused', line);
    refused(reason);
    throw new Error(publicMessage);
  }

  let answering: Answering<E>;
  try {
    answering = start();
  } catch (error) {
    refuse(error);
  }

  async function answer(given: unknown, context: Context): Promise<E> {
    annotate(name);
    logger.resetKeys();
    logger.addContext(context);
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
      const answered = await span(`## ${name}`, () => answer(event, context));
      granted();
      return answered;
    } catch (error) {
      return refuse(error);
    }
  };
}
