import type { FunctionResult } from '../context';
import type { Cognito } from './call';
import { CognitoError } from './errors';
import type { EventVersion, hookEvent } from './hook-event';
import { type Overrides, readResponse } from './hook-response';
import type { Pool } from './state';

/** Cognito waits this long for a hook, whatever the function's own limit is. */
const patience = 5000;

/** Cognito's error for a hook that gave no answer. */
export function hookError(result: Exclude<FunctionResult, { ok: true }>): CognitoError {
  if (result.timedOut)
    return new CognitoError(
      'UnexpectedLambdaException',
      'PreTokenGeneration invocation failed due to error Socket timeout while invoking Lambda function.',
    );
  if (result.refused)
    return new CognitoError(
      'UnexpectedLambdaException',
      `PreTokenGeneration invocation failed due to error ${result.errorType}.`,
    );
  return new CognitoError(
    'UserLambdaValidationException',
    `PreTokenGeneration failed with error ${result.errorMessage}.`,
  );
}

/**
 * Runs the pool's pre-token hook, once. Throws UserLambdaValidationException when the hook refuses,
 * UnexpectedLambdaException when it cannot run or takes longer than 5 s, and InvalidLambdaResponseException.
 */
export async function runHook(
  { invokeFunction }: Cognito,
  pool: Pool,
  hook: { arn: string; version: EventVersion },
  payload: ReturnType<typeof hookEvent>,
): Promise<Overrides> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<FunctionResult>((resolve) => {
    const result = {
      ok: false,
      errorType: 'Timeout',
      errorMessage: 'no answer in 5 s',
      timedOut: true,
    } as const;
    timer = setTimeout(() => resolve(result), patience);
  });
  const invokedBy = { principal: 'cognito-idp.amazonaws.com', sourceArn: pool.arn };
  const { account, region } = pool;
  const call = { account, region, functionArnOrName: hook.arn, payload, invokedBy };
  const result = await Promise.race([invokeFunction(call), tooLong]).finally(() => clearTimeout(timer));
  if (!result.ok) throw hookError(result);
  return readResponse(hook.version, result.payload);
}
