import { domainPrefix } from '../../../environments/names';
import type { Environment, Tenant } from '../../../environments/schema';

/** What a tenant's developers need to configure their application in one region. */
export interface Endpoints {
  /** `iss` of its tokens. */
  issuer: string;
  /** Keys that verify its tokens. */
  keys: string;
  /** OpenID Connect discovery. */
  discovery: string;
  authorize: string;
  token: string;
  userInfo: string;
  logout: string;
}

/**
 * A pool's AWS endpoints ("User pool endpoints and managed login reference", Amazon Cognito). A custom domain replaces the
 * prefix domain.
 */
export function endpointsOf(
  environment: Pick<Environment, 'name' | 'organization' | 'accounts'>,
  { id, customDomain }: Pick<Tenant, 'id' | 'customDomain'>,
  { region, userPoolId }: { region: string; userPoolId: string },
): Endpoints {
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  const host = customDomain?.domain ?? `${domainPrefix(environment, id)}.auth.${region}.amazoncognito.com`;
  return {
    issuer,
    keys: `${issuer}/.well-known/jwks.json`,
    discovery: `${issuer}/.well-known/openid-configuration`,
    authorize: `https://${host}/oauth2/authorize`,
    token: `https://${host}/oauth2/token`,
    userInfo: `https://${host}/oauth2/userInfo`,
    logout: `https://${host}/logout`,
  };
}
