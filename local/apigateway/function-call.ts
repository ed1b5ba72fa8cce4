import type { FunctionCall, FunctionResult } from '../context';
import { type Exchange, executeArn } from './exchange';

export type InvokeFunction = (call: FunctionCall) => Promise<FunctionResult>;

/** The ARN in an API Gateway invocation URI, or the ARN itself. */
const functionArn = (uri: string) => /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;

/** Invokes a URI's function as API Gateway, on behalf of one resource of the API. */
export function callFunction(
  invokeFunction: InvokeFunction,
  exchange: Exchange,
  { uri, resource, payload }: { uri: string; resource: string; payload: unknown },
): Promise<FunctionResult> {
  const arn = functionArn(uri);
  const [, , , region = '', account = ''] = arn.split(':');
  return invokeFunction({
    account,
    region,
    functionArnOrName: arn,
    payload,
    invokedBy: { principal: 'apigateway.amazonaws.com', sourceArn: executeArn(exchange, resource) },
  });
}
