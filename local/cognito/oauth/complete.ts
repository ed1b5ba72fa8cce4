import type { AwsResponse } from '../../service';
import { checkUser } from '../sign-in/sign-in';
import { grantTokens } from '../tokens/tokens';
import type { User } from '../users/users';
import { keepCode } from './authorization-code';
import type { Begun } from './authorize-request';
import { startSession } from './browser-session';
import type { DomainRequest } from './domain-request';
import type { BrowserSession } from './model';
import { toClient } from './to-client';

/**
 * Completes a sign-in: runs the pre-token hook, and gives the client a code for the tokens. A browser without a session
 * gets one. Throws AwsError, and issues no code, if the user is disabled or the hook refuses.
 */
export async function complete(
  request: DomainRequest,
  { client, pending }: Begun,
  user: User,
  by: { session: BrowserSession } | { via?: BrowserSession['via'] },
): Promise<AwsResponse> {
  const { cognito, pool } = request;
  checkUser(user);
  const authTime = 'session' in by ? by.session.authTime : Math.floor(cognito.now() / 1000);
  const { scopes, nonce } = pending;
  const trigger = 'TokenGeneration_HostedAuth';
  // Browsers are no SDK, and Cognito's events reflect that.
  const grant = { pool, client, user, trigger, nonce, userAgent: '' } as const;
  const tokens = await grantTokens(cognito, grant, { authTime, scopes, hosted: true });
  const code = keepCode(request, { pending, tokens });
  const cookie =
    'session' in by ? undefined : startSession(request, { username: user.username, authTime, via: by.via });
  return toClient(pending, { code }, cookie);
}
