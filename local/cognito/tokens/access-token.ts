import { AwsError } from '../../aws-error';
import type { Cognito } from '../call';
import { unauthorized } from '../errors';
import type { Client, Pool, SignIn } from '../model';
import { findUser, type User } from '../users/users';
import { peekClaims, verifyJwt } from './jwt';
import { keysOf } from './keys';
import { userScope } from './tokens';

/** The caller with an access token. */
interface Caller {
  pool: Pool;
  client: Client;
  user: User;
  signIn: SignIn;
}

/**
 * The user behind an access token of one of the pools. Throws NotAuthorizedException if the token is forged, expired,
 * revoked or lacks the scope (by default, that for the user's own profile), or if its user is deleted or disabled.
 */
export async function callerOf(cognito: Cognito, token = '', scope = userScope): Promise<Caller> {
  const { iss } = peekClaims(token);
  const pool = cognito.state.pools.get(String(iss).split('/').at(-1) ?? '');
  const claims = pool && verifyJwt(token, keysOf(pool).access);
  if (claims?.token_use !== 'access' || !pool) throw unauthorized('Invalid Access Token');
  if (Number(claims.exp) * 1000 <= cognito.now()) throw unauthorized('Access Token has expired');
  const signIn = pool.signIns.get(String(claims.origin_jti));
  if (!signIn || signIn.revoked) throw unauthorized('Access Token has been revoked');
  if (
    !String(claims.scope ?? '')
      .split(' ')
      .includes(scope)
  )
    throw unauthorized('Access Token does not have required scopes');
  const client = cognito.state.client(pool, signIn.clientId);
  const user = await findUser(cognito, pool, signIn.username).catch((error) => {
    const gone = error instanceof AwsError && error.type === 'UserNotFoundException';
    throw gone ? unauthorized('Access Token has been revoked') : error;
  });
  if (!user.enabled) throw unauthorized('User is disabled.');
  return { pool, client, user, signIn };
}
