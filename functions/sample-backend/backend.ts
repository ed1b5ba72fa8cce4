import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { FunctionFacts } from '../catalogue';
import { reasons } from '../shared/denied';
import { instrumented } from '../shared/instrumented';
import { type PassedRequest, passedRequest } from './request';

const answered = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/**
 * The Lambda handler of a backend, which returns the result of `serve` as JSON. `start` runs once, at cold start. A
 * refusal is answered with 403, a fault with 500, and the log says why.
 */
export function backend(facts: FunctionFacts, start: () => (request: PassedRequest) => Promise<object>) {
  const { granted, refuse, started, call } = instrumented(facts);
  const serve = started(start);

  return async (event: unknown, context: Context): Promise<APIGatewayProxyStructuredResultV2> => {
    try {
      const body = await call(context, async () => serve(passedRequest(event)));
      granted();
      return answered(200, body);
    } catch (error) {
      return reasons[refuse(error).reason] === 'refusal'
        ? answered(403, { message: 'Forbidden' })
        : answered(500, { message: 'Internal Server Error' });
    }
  };
}
