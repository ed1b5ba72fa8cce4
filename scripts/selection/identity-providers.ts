import { identityProviders } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';
import type { PoolLocation } from './pools';

/** A pool's identity provider according to the environment's files. */
export interface PoolProvider {
  /** Its name in the pool. */
  provider: string;
  /** What it needs from Secrets Manager; nothing for SAML, whose requests Cognito signs with its own key. */
  secret?: {
    /** Name of the secret, in the pool's account and region. */
    secretName: string;
    /** The provider's detail for it: Apple has a key instead of a secret. */
    detail: 'client_secret' | 'private_key';
  };
}

const withSecret = (
  provider: string,
  { secretName }: { secretName: string },
  detail: 'client_secret' | 'private_key' = 'client_secret',
): PoolProvider => ({ provider, secret: { secretName, detail } });

/** Identity providers of one pool. */
export function providersOf(
  { environment, tenants }: LoadedEnvironment,
  { flow, tenant }: Pick<PoolLocation, 'flow' | 'tenant'>,
): PoolProvider[] {
  const names = identityProviders;
  if (flow === 'customer') {
    const { google, facebook, amazon, apple } = environment.customer.socialProviders ?? {};
    return [
      google && withSecret(names.social.google, google),
      facebook && withSecret(names.social.facebook, facebook),
      amazon && withSecret(names.social.amazon, amazon),
      apple && withSecret(names.social.apple, apple, 'private_key'),
    ].filter((provider) => provider !== undefined);
  }
  if (flow === 'internal') {
    const { oidc, saml } = environment.internal?.okta ?? {};
    return [oidc && withSecret(names.okta.oidc, oidc), saml && { provider: names.okta.saml }].filter(
      (provider) => provider !== undefined,
    );
  }
  const own = flow === 'tenant' && tenants.find(({ id }) => id === tenant)?.identityProvider;
  if (!own) return [];
  return [own.type === 'oidc' ? withSecret(names.tenant.oidc, own) : { provider: names.tenant.saml }];
}
