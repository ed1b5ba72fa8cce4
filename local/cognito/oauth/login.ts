import { AwsError } from '../../aws-error';
import type { AwsResponse } from '../../service';

import { customCss } from '../pools/ui-customization';
import { markBrowser } from './authorize';
import { type Begun, begin, checkAuthorize, providersOf, takesPasswords } from './authorize-request';
import { complete } from './complete';
import type { DomainRequest } from './domain-request';
import { OAuthError } from './errors';
import { signInPage, stepPage } from './login-page';
import { type Standing, withAnswer, withPassword } from './login-steps';
import { keepPending, takePending } from './pending';
import { tellingClient } from './to-client';

/** Each page stores the authorize request again, since a handle works only once. */
function frameOf(request: DomainRequest, { client, pending }: Begun, problem = '') {
  const { browser, setCookie } = markBrowser(request);
  return {
    action: `${request.base}/login`,
    handle: keepPending(request, pending, browser),
    css: customCss(request.pool, client.ClientId),
    problem,
    cookie: setCookie,
  };
}

/** The authorize request as a query again, for the page's links to providers. */
function again({ client, pending }: Begun): string {
  const { redirectUri, scopes, state, nonce, codeChallenge, loginHint } = pending;
  const given = {
    response_type: 'code',
    client_id: client.ClientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    nonce,
    login_hint: loginHint,
    code_challenge: codeChallenge,
    code_challenge_method: codeChallenge && 'S256',
  };
  const pairs = Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return new URLSearchParams(pairs).toString();
}

function firstPage(request: DomainRequest, begun: Begun, problem?: string): AwsResponse {
  const { pool, base } = request;
  const { client, pending } = begun;
  const passwords = takesPasswords(client);
  const providers = providersOf(pool, client);
  if (!passwords && !providers.length)
    throw new OAuthError('unauthorized_client', 'Login pages unavailable: no identity provider is enabled');
  return signInPage(frameOf(request, begun, problem), {
    passwords,
    providers,
    loginHint: pending.loginHint ?? '',
    authorize: `${base}/oauth2/authorize?${again(begun)}`,
  });
}

/** `GET /login`: the sign-in page, with the parameters of `/oauth2/authorize`. */
export async function login(request: DomainRequest): Promise<AwsResponse> {
  const begun = begin(request, request.query);
  return tellingClient(begun.pending, async () => {
    checkAuthorize(begun, request.query);
    return firstPage(request, begun);
  });
}

/** Errors after which the page asks again; after any other, the sign-in starts over. */
const mendable = [
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'ExpiredCodeException',
  'InvalidParameterException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyException',
];

/** `POST /login`: handles the form of one of the pages. Errors that the user can fix are shown on the page. */
export async function submitLogin(request: DomainRequest): Promise<AwsResponse> {
  const { cognito, pool, form } = request;
  const pending = takePending(request, form.get('_csrf'));
  const begun = { pending, client: cognito.state.client(pool, pending.clientId) };
  return tellingClient(pending, async () => {
    if (!takesPasswords(begun.client)) throw new OAuthError('invalid_request', 'Passwords are not accepted');
    const further = form.has('session');
    let standing: Standing;
    try {
      standing = await (further ? withAnswer(request, begun.client) : withPassword(request, begun.client));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (!further || !mendable.includes(error.type)) return firstPage(request, begun, error.message);
      const step = {
        ChallengeName: form.get('challenge') as 'SMS_MFA',
        Session: form.get('session') ?? '',
        ChallengeParameters: JSON.parse(form.get('parameters') ?? '{}'),
      };
      return stepPage(frameOf(request, begun, error.message), form.get('username') ?? '', step);
    }
    const { user, step } = standing;
    return step ? stepPage(frameOf(request, begun), user.username, step) : complete(request, begun, user, {});
  });
}
