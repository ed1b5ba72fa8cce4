import type {
  AuthenticationResultType,
  GetTokensFromRefreshTokenRequest,
  InitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Cognito, Operation } from '../call';
import { invalid, unauthorized } from '../errors';
import type { Client, Pool, SignIn } from '../model';
import { opens } from '../pools/client-secrets';
import { mintTokens, newRefreshToken } from '../tokens/tokens';
import { findUser, type User } from '../users/users';
import { checkFlow } from './flow-rules';
import { checkSecretHash } from './secret-hash';
import { checkUser } from './sign-in';

/** The sign-in of a refresh token that is valid for this client. Throws NotAuthorizedException. */
function signInOf({ now }: Cognito, pool: Pool, client: Client, token: string | undefined): SignIn {
  const known = pool.refreshTokens.get(token ?? '');
  if (known?.signIn.clientId !== client.ClientId) throw unauthorized('Invalid Refresh Token');
  const { signIn, replacedUntil } = known;
  if (signIn.revoked) throw unauthorized('Refresh Token has been revoked');
  if (signIn.until <= now()) throw unauthorized('Refresh Token has expired');
  if (replacedUntil !== undefined && replacedUntil <= now()) {
    // A replaced token is being used: either side could be a thief, so the whole sign-in ends.
    signIn.revoked = true;
    throw new AwsError('RefreshTokenReuseException', 'Refresh Token has been used already');
  }
  return signIn;
}

async function userOf(cognito: Cognito, pool: Pool, signIn: SignIn): Promise<User> {
  try {
    const user = await findUser(cognito, pool, signIn.username);
    checkUser(user);
    return user;
  } catch (error) {
    const gone = error instanceof AwsError && error.type === 'UserNotFoundException';
    throw gone ? unauthorized('Refresh Token has been revoked') : error;
  }
}

const trigger = 'TokenGeneration_RefreshTokens';

/** REFRESH_TOKEN_AUTH: new ID and access tokens, with the same refresh token. */
export async function refreshTokens(
  cognito: Cognito,
  pool: Pool,
  client: Client,
  request: { token: string | undefined; secretHash: string | undefined; userAgent: string },
): Promise<InitiateAuthResponse> {
  const signIn = signInOf(cognito, pool, client, request.token);
  const user = await userOf(cognito, pool, signIn);
  checkSecretHash(client, request.secretHash, [user.username, user.sub, user.attributes.email ?? user.sub]);
  const grant = { pool, client, user, trigger, userAgent: request.userAgent } as const;
  return { ChallengeParameters: {}, AuthenticationResult: await mintTokens(cognito, grant, signIn) };
}

/**
 * New tokens for a refresh token, including a new refresh token if the client rotates them. Throws
 * NotAuthorizedException and RefreshTokenReuseException.
 */
export async function refreshOrRotate(
  cognito: Cognito,
  { pool, client }: { pool: Pool; client: Client },
  request: {
    token: string | undefined;
    clientMetadata?: Record<string, string> | undefined;
    userAgent: string;
  },
): Promise<{ tokens: AuthenticationResultType; signIn: SignIn }> {
  const { token, clientMetadata, userAgent } = request;
  const { Feature, RetryGracePeriodSeconds = 0 } = client.RefreshTokenRotation ?? {};
  if (Feature !== 'ENABLED') checkFlow('REFRESH_TOKEN_AUTH', 'user', client);
  const signIn = signInOf(cognito, pool, client, token);
  const user = await userOf(cognito, pool, signIn);
  const grant = { pool, client, user, trigger, clientMetadata, userAgent } as const;
  const tokens = await mintTokens(cognito, grant, signIn);
  if (Feature !== 'ENABLED') return { tokens, signIn };
  const old = pool.refreshTokens.get(token ?? '');
  if (!old) throw invalid('Invalid Refresh Token');
  old.replacedUntil ??= cognito.now() + RetryGracePeriodSeconds * 1000;
  return { tokens: { ...tokens, RefreshToken: newRefreshToken(pool, signIn) }, signIn };
}

/** GetTokensFromRefreshToken. */
export const getTokensFromRefreshToken: Operation<GetTokensFromRefreshTokenRequest> = async (
  cognito,
  call,
) => {
  const { ClientId = '', ClientSecret, RefreshToken, ClientMetadata: clientMetadata } = call.input;
  const { pool, client } = cognito.state.byClient(ClientId);
  if (!opens(client, ClientSecret)) throw unauthorized(`Unable to verify the secret of client ${ClientId}`);
  const request = { token: RefreshToken, clientMetadata, userAgent: call.userAgent };
  const { tokens } = await refreshOrRotate(cognito, { pool, client }, request);
  return { AuthenticationResult: tokens };
};
