import { type AwsResponse, json } from '../../service';
import type { Domain, Pool } from '../model';
import type { State } from '../state';
import { jwksOf } from './keys';

const pattern = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/(jwks\.json|openid-configuration)(?:\?|$)/;

/** `iss` of the pool's tokens. */
export const issuerOf = (pool: Pick<Pool, 'id' | 'region'>) =>
  `https://cognito-idp.${pool.region}.amazonaws.com/${pool.id}`;

/** Host of the pool's sign-in pages: only custom domains contain a dot. */
export const domainHost = ({ name, region }: Domain) =>
  name.includes('.') ? name : `${name}.auth.${region}.amazoncognito.com`;

/** OpenID Connect discovery document as Cognito publishes it. Without a domain, it has no OAuth endpoints. */
function discovery(pool: Pool, domain: Domain | undefined): object {
  const issuer = issuerOf(pool);
  const host = domain && `https://${domainHost(domain)}`;
  return {
    ...(host && {
      authorization_endpoint: `${host}/oauth2/authorize`,
      end_session_endpoint: `${host}/logout`,
      revocation_endpoint: `${host}/oauth2/revoke`,
      token_endpoint: `${host}/oauth2/token`,
      userinfo_endpoint: `${host}/oauth2/userInfo`,
    }),
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  };
}

/** Whether the path is one of a pool's public documents. */
export const isWellKnown = (path: string) => pattern.test(path);

/** A pool's public document; 404 if the pool does not exist. */
export function wellKnown(state: State, path: string): AwsResponse {
  const [, id = '', document] = pattern.exec(path) ?? [];
  const pool = state.pools.get(id);
  if (!pool) return json(404, { message: `User pool ${id} does not exist.` });
  const body = document === 'jwks.json' ? jwksOf(pool) : discovery(pool, state.domainsOf(id)[0]);
  return { ...json(200, body), headers: { 'content-type': 'application/json' } };
}
