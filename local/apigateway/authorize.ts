import { LRUCache } from 'lru-cache';
import type { FunctionResult } from '../context';
import { readAnswer } from './authorizer-answer';
import { authorizerEvent, routeArn } from './event';
import { type Exchange, internalError, Refused, within } from './exchange';
import { callFunction, type InvokeFunction } from './function-call';
import type { Authorizer } from './state';
import { evaluate } from './variables';

/** Milliseconds: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const PATIENCE = 10_000;
/** Default TTL of a cached response, in seconds, if the authorizer has identity sources. */
const DEFAULT_TTL = 300;

const unauthorized = () => new Refused(401, 'UNAUTHORIZED', 'Unauthorized');

/** Records the reason in the access log only; the client doesn't see it. */
function fault(exchange: Exchange, error: string): Refused {
  exchange.learned['authorizer.error'] = error;
  return internalError('AUTHORIZER_CONFIGURATION_ERROR');
}

/** The values that identify the caller. Throws 401 when one is missing or empty, without calling the function. */
function identityOf(exchange: Exchange, { identitySource = [] }: Authorizer): string[] {
  return identitySource.map((expression) => {
    const value = evaluate(exchange, expression);
    if (!value) throw unauthorized();
    return value;
  });
}

/** Calls the authorizers of routes, and caches their responses for the TTL. */
export class Authorization {
  private readonly kept: LRUCache<string, { payload: unknown }>;

  /** `now` is in milliseconds since 1970. */
  constructor(
    private readonly invokeFunction: InvokeFunction,
    now: () => number,
  ) {
    this.kept = new LRUCache({ max: 1000, ttlResolution: 0, perf: { now } });
  }

  /** The context for the backend. Throws Refused: 401, 403, or 500 for a response that is not a decision. */
  async of(exchange: Exchange, authorizer: Authorizer): Promise<Record<string, unknown>> {
    const identity = identityOf(exchange, authorizer);
    const { enableSimpleResponses: simpleResponses = false, authorizerResultTtlInSeconds } = authorizer;
    const ttl = identity.length ? (authorizerResultTtlInSeconds ?? DEFAULT_TTL) * 1000 : 0;
    const key = JSON.stringify([exchange.api.apiId, authorizer.authorizerId, identity]);
    const known = ttl ? this.kept.get(key) : undefined;
    const payload = known ? known.payload : await this.ask(exchange, authorizer, identity);
    const decision = readAnswer(payload, { simpleResponses, routeArn: routeArn(exchange) });
    if (!decision)
      throw fault(exchange, 'The response from the Lambda function is not in the required format.');
    if (ttl && !known) this.kept.set(key, { payload }, { ttl });
    if (!decision.allowed) throw new Refused(403, 'ACCESS_DENIED', 'Forbidden');
    return decision.context;
  }

  private async ask(exchange: Exchange, authorizer: Authorizer, identity: string[]): Promise<unknown> {
    const { authorizerUri: uri, authorizerId } = authorizer;
    const call = callFunction(this.invokeFunction, exchange, {
      uri,
      resource: `authorizers/${authorizerId}`,
      payload: authorizerEvent(exchange, identity),
    });
    const late = () => fault(exchange, `The Lambda function took longer than ${PATIENCE / 1000} s.`);
    const result: FunctionResult = await within(call, PATIENCE, late);
    if (result.ok) return result.payload;
    const { errorMessage, refused } = result;
    // The only error with which a function can refuse a caller.
    if (errorMessage === 'Unauthorized' && !refused) throw unauthorized();
    throw fault(
      exchange,
      refused
        ? `The API Gateway may not invoke the Lambda function: ${errorMessage}`
        : `The Lambda function failed: ${result.errorType}`,
    );
  }
}
