import { AwsError } from '../../aws-error';
import type { FunctionResult } from '../../context';
import type { Cognito } from '../call';
import type { Pool } from '../model';
import type { EventVersion, hookEvent, machineEvent } from './hook-event';
import { type Overrides, readResponse } from './hook-response';

/** How long Cognito waits for a hook, whatever the function's own time-out. */
const patience = 5000;

/**
 * Cognito's error for a trigger that returned nothing usable. `name` is the trigger's, such as `PreTokenGeneration`.
 */
export function hookError(
  result: Exclude<FunctionResult, { ok: true }>,
  name = 'PreTokenGeneration',
): AwsError {
  const unexpected = (why: string) =>
    new AwsError('UnexpectedLambdaException', `${name} invocation failed due to error ${why}.`);
  if (result.timedOut) return unexpected('Socket timeout while invoking Lambda function');
  if (result.refused) return unexpected(result.errorType);
  return new AwsError('UserLambdaValidationException', `${name} failed with error ${result.errorMessage}.`);
}

/**
 * Runs one of the pool's triggers, once, and returns what the function returned. Throws UserLambdaValidationException
 * if the function refuses, UnexpectedLambdaException if it cannot run or takes longer than 5 s.
 */
export async function runTrigger(
  { invokeFunction }: Pick<Cognito, 'invokeFunction'>,
  pool: Pool,
  trigger: { arn: string; name: string },
  payload: object,
): Promise<unknown> {
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
  const call = { account, region, functionArnOrName: trigger.arn, payload, invokedBy };
  const result = await Promise.race([invokeFunction(call), tooLong]).finally(() => clearTimeout(timer));
  if (!result.ok) throw hookError(result, trigger.name);
  return result.payload;
}

/** Runs the pool's pre-token hook. Throws as `runTrigger` does, and InvalidLambdaResponseException. */
export async function runHook(
  cognito: Cognito,
  pool: Pool,
  hook: { arn: string; version: EventVersion },
  payload: ReturnType<typeof hookEvent> | ReturnType<typeof machineEvent>,
): Promise<Overrides> {
  const trigger = { arn: hook.arn, name: 'PreTokenGeneration' };
  return readResponse(hook.version, await runTrigger(cognito, pool, trigger, payload));
}
