import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { FunctionFacts } from '../catalogue';
import { Denied, type Reason } from '../shared/denied';
import { outcomes } from '../shared/metrics';
import { annotate, span } from '../shared/tracing';
import type { Managed } from './manage';
import { type ProviderRequest, providerRequest } from './request';

const remedies: Partial<Record<Reason, string>> = {
  'malformed-event': 'roll out the stack, whose function and request belong together',
  'provider-renamed':
    "keep its name and type: the name starts its users' names; another provider needs another name",
  'provider-refused':
    "check issuer, client id, scopes, attributes and domains; the pool's events in CloudTrail say which",
};

/** The message for the operator: where, what, and the remedy; never a detail's value. */
function explained({ reason, detail }: Denied, request: ProviderRequest | undefined): string {
  const where = request
    ? `identity provider ${request.wanted.providerName} of pool ${request.wanted.userPoolId}`
    : 'identity provider';
  const told = detail.error ?? detail.path;
  return (
    `${where}: ${request?.action ?? 'request'} failed, ${reason}${told ? ` (${told})` : ''}; ` +
    (remedies[reason] ?? 'roll out again; the log of the function says more')
  );
}

/**
 * The Lambda handler of functions that Terraform calls. Unlike a trigger's, its error says why: the caller is the
 * operator. `start` runs once, at cold start.
 */
export function customResourceHandler(
  { name }: FunctionFacts,
  start: () => (request: ProviderRequest) => Promise<Managed>,
): (event: unknown, context: Context) => Promise<Managed> {
  const logger = new Logger({ serviceName: name });
  const { granted, refused } = outcomes(name);
  const manage = start();

  return async (event, context) => {
    let request: ProviderRequest | undefined;
    try {
      return await span(`## ${name}`, async () => {
        annotate(name);
        logger.resetKeys();
        logger.addContext(context);
        request = providerRequest(event);
        const { userPoolId, providerName } = request.wanted;
        logger.appendKeys({ user_pool_id: userPoolId, provider: providerName, action: request.action });
        const managed = await manage(request);
        logger.info('done', { outcome: managed.outcome });
        granted();
        return managed;
      });
    } catch (error) {
      const denied =
        error instanceof Denied ? error : new Denied('internal', { error: String(Object(error).name) });
      logger.error('refused', { reason: denied.reason, ...denied.detail });
      refused(denied.reason);
      throw new Error(explained(denied, request));
    }
  };
}
