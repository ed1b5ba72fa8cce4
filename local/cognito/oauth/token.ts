import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { AwsResponse } from '../../service';

import type { Client } from '../model';
import { refreshOrRotate } from '../sign-in/refresh';
import { useCode } from './authorization-code';
import { authenticateClient } from './client-authentication';
import { machineToken } from './client-credentials';
import type { DomainRequest } from './domain-request';
import { OAuthError } from './errors';
import { jsonAnswer } from './responses';

/** Tokens in the endpoint's format. Without the scope `openid`, there is no ID token. */
const written = (tokens: AuthenticationResultType, scopes: string[] | undefined) => ({
  ...((!scopes || scopes.includes('openid')) && { id_token: tokens.IdToken }),
  access_token: tokens.AccessToken,
  refresh_token: tokens.RefreshToken,
  expires_in: tokens.ExpiresIn,
  token_type: 'Bearer',
});

async function exchange(request: DomainRequest, client: Client): Promise<object> {
  const { pending, tokens } = useCode(request, client, request.form);
  return written(tokens, pending.scopes);
}

async function refresh(request: DomainRequest, client: Client): Promise<object> {
  const { cognito, pool, form } = request;
  const token = form.get('refresh_token');
  if (!token) throw new OAuthError('invalid_request', 'refresh_token is missing');
  const { tokens, signIn } = await refreshOrRotate(cognito, { pool, client }, { token, userAgent: '' });
  return written(tokens, signIn.hosted ? signIn.scopes : undefined);
}

const grants: Record<string, (request: DomainRequest, client: Client) => Promise<object>> = {
  authorization_code: exchange,
  refresh_token: refresh,
  client_credentials: machineToken,
};

/** Errors of the API in the token endpoint's terms. */
const worded: Record<string, string> = {
  NotAuthorizedException: 'invalid_grant',
  RefreshTokenReuseException: 'invalid_grant',
  PasswordResetRequiredException: 'invalid_grant',
  InvalidParameterException: 'unauthorized_client',
};

/** Maps an API error to OAuth's; a hook's refusal is `invalid_request`, as on the sign-in pages. */
const asOAuthError = ({ type, message }: AwsError): OAuthError =>
  new OAuthError(worded[type] ?? 'invalid_request', message);

/** `POST /oauth2/token`. Throws OAuthError. */
export async function token(request: DomainRequest): Promise<AwsResponse> {
  const grant = grants[request.form.get('grant_type') ?? ''];
  if (!request.form.has('grant_type')) throw new OAuthError('invalid_request', 'grant_type is missing');
  const client = authenticateClient(request);
  if (!grant) throw new OAuthError('unsupported_grant_type');
  try {
    return jsonAnswer(200, await grant(request, client));
  } catch (error) {
    throw error instanceof AwsError ? asOAuthError(error) : error;
  }
}
