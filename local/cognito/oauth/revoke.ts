import { AwsError } from '../../aws-error';
import type { AwsResponse } from '../../service';

import { revokeToken } from '../users/users-self';
import { authenticateClient } from './client-authentication';
import type { DomainRequest } from './domain-request';
import { OAuthError } from './errors';

/** Errors of RevokeToken in the endpoint's terms. */
const worded: Record<string, string> = {
  UnsupportedTokenTypeException: 'unsupported_token_type',
  UnsupportedOperationException: 'invalid_request',
  UnauthorizedException: 'unauthorized_client',
};

/** `POST /oauth2/revoke`: ends the sign-in of a refresh token. Returns an empty response. Throws OAuthError. */
export async function revoke(request: DomainRequest): Promise<AwsResponse> {
  const { cognito, pool, form } = request;
  const Token = form.get('token');
  if (!Token) throw new OAuthError('invalid_request', 'token is missing');
  const { ClientId, secrets } = authenticateClient(request);
  const { account, region } = pool;
  // The client is already authenticated, so any of its secrets will do.
  const input = { Token, ClientId, ClientSecret: secrets[0]?.value };
  try {
    const call = { operation: 'RevokeToken', input, account, region, signed: false, userAgent: '' };
    await revokeToken(cognito, call);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new OAuthError(worded[error.type] ?? 'invalid_request', error.message);
  }
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: '' };
}
