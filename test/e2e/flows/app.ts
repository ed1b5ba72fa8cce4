import { domainPrefix } from '../../../environments/names';
import { signInHost } from '../../../scripts/aws/sign-in-domain';
import { clientId } from '../../../scripts/demo/clients';
import type { PoolLocation } from '../../../scripts/selection/pools';
import type { Applied } from './applied';
import type { App } from './sign-in';

/** The response to a refused application: that it is refused, but not why. */
export const refused = (trigger: 'PreTokenGeneration' | 'PostConfirmation') => ({
  error: 'invalid_request',
  error_description: `${trigger} failed with error access denied.`,
});

/** The web application of a pool; `owner` is a flow, or a tenant. */
export async function webApp(
  applied: Applied,
  pool: PoolLocation & { id: string },
  owner: string,
  callbackUrls: readonly string[],
): Promise<App> {
  const { loaded, endpoint, region } = applied;
  return {
    endpoint,
    userPoolId: pool.id,
    host: signInHost(domainPrefix(loaded.environment, owner), region),
    clientId: await clientId(applied, pool, 'web'),
    redirectUri: callbackUrls[0] as string,
  };
}
