import type {
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
  Context,
} from 'aws-lambda';
import type { FunctionFacts } from '../catalogue';
import { type Reason, reasons } from '../shared/denied';
import { instrumented, publicMessage } from '../shared/instrumented';
import type { Allowed } from './authorize';
import { type ApiRequest, apiRequest } from './request';

type Answer = APIGatewaySimpleAuthorizerResult | APIGatewaySimpleAuthorizerWithContextResult<Allowed>;

/**
 * API Gateway answers 401 for an error with exactly this message, 403 for `isAuthorized: false`, and 500 for any other
 * error. The caller learns nothing more; the log says why.
 */
function refusal(reason: Reason): APIGatewaySimpleAuthorizerResult {
  if (reason.startsWith('token-')) throw new Error('Unauthorized');
  if (reasons[reason] === 'refusal') return { isAuthorized: false };
  throw new Error(publicMessage);
}

/**
 * The Lambda handler of an API Gateway authorizer with simple responses. `start` runs once, at cold start; if it throws,
 * the function does not start, and API Gateway answers 500. Denied is answered by its reason: a refusal of the token
 * with 401, another refusal with 403, a fault with 500. Any other error is also a 500.
 */
export function authorizerHandler(
  facts: FunctionFacts,
  start: () => (request: ApiRequest) => Promise<Allowed>,
) {
  const { logger, granted, refuse, started, call } = instrumented(facts);
  const allowed = started(start);

  async function answer(event: unknown): Promise<Answer> {
    const request = apiRequest(event);
    logger.appendKeys({ api_request_id: request.requestId, route: request.routeKey });
    return { isAuthorized: true, context: await allowed(request) };
  }

  return async (event: unknown, context: Context): Promise<Answer> => {
    try {
      const answered = await call(context, () => answer(event));
      granted();
      return answered;
    } catch (error) {
      return refusal(refuse(error).reason);
    }
  };
}
