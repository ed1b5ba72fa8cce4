import { AwsError } from '../../aws-error';
import type { AwsRequest, AwsResponse } from '../../service';
import type { Cognito } from '../call';

import { federationEndpoints } from '../federation/endpoints';
import { authorize } from './authorize';
import { type DomainRequest, domainRequest } from './domain-request';
import { OAuthError, PageError } from './errors';
import { login, submitLogin } from './login';
import { logout } from './logout';
import { errorPage, jsonAnswer } from './responses';
import { revoke } from './revoke';
import { token } from './token';
import { userInfo } from './user-info';

/** Endpoints of every sign-in domain, by method and path. */
const endpoints: Record<string, (request: DomainRequest) => Promise<AwsResponse>> = {
  'GET /oauth2/authorize': authorize,
  'GET /login': login,
  'POST /login': submitLogin,
  'GET /logout': logout,
  'POST /oauth2/token': token,
  'POST /oauth2/revoke': revoke,
  'GET /oauth2/userInfo': userInfo,
  'POST /oauth2/userInfo': userInfo,
  ...federationEndpoints,
};

export async function answerDomain(cognito: Cognito, received: AwsRequest): Promise<AwsResponse> {
  const request = domainRequest(cognito, received);
  if (!request) return errorPage(404, 'No user pool has this domain.');
  const endpoint = endpoints[`${request.method} ${request.path}`];
  if (!endpoint) return errorPage(404, 'There is no such page.');
  try {
    return await endpoint(request);
  } catch (error) {
    if (error instanceof PageError) return errorPage(error.status, error.message);
    if (error instanceof AwsError) return errorPage(error.status, error.message);
    if (!(error instanceof OAuthError)) throw error;
    const { error: code, description } = error;
    return jsonAnswer(error.status, { error: code, ...(description && { error_description: description }) });
  }
}
