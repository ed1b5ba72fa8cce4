import type {
  AdminInitiateAuthResponse,
  AdminRespondToAuthChallengeRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { failure } from '../../cli/errors';
import type { ProbedPool, SyntheticUser } from './synthetic-user';

/** Result of a sign-in: tokens, or the pool's message about the trigger that refused it. */
export type SignedIn = { accessToken: string; idToken: string } | { refused: string };

/** Cognito's messages for a trigger that did not respond within 5 s, or was throttled. */
const late = /time-?out|timed out|TooManyRequests|throttl|Rate Exceeded/i;

type Next = Pick<AdminRespondToAuthChallengeRequest, 'Session' | 'ChallengeResponses'>;

/** Sets up an authenticator app, for pools that require a second factor. */
async function setUpAuthenticator({ sdk, client }: ProbedPool, session: string | undefined): Promise<Next> {
  const { Secret, TOTP } = await import('otpauth');
  const { SecretCode = '', Session } = await client.send(
    new sdk.AssociateSoftwareTokenCommand({ Session: session }),
  );
  const UserCode = new TOTP({ secret: Secret.fromBase32(SecretCode) }).generate();
  const verified = await client.send(new sdk.VerifySoftwareTokenCommand({ Session, UserCode }));
  return { Session: verified.Session, ChallengeResponses: {} };
}

/**
 * Signs a synthetic user in for the first time: with its temporary password, which it replaces, and with a second factor
 * if the pool requires one. Throws if the result is inconclusive: the pool does not respond, or asks for something that
 * only a person has.
 */
export async function signIn(
  pool: ProbedPool,
  clientId: string,
  { username, temporaryPassword }: Pick<SyntheticUser, 'username' | 'temporaryPassword'>,
  newPassword: string,
): Promise<SignedIn> {
  const { sdk, client, userPoolId: UserPoolId } = pool;
  const at = { UserPoolId, ClientId: clientId };
  const next = async ({ ChallengeName, Session }: AdminInitiateAuthResponse): Promise<Next> => {
    if (ChallengeName === 'NEW_PASSWORD_REQUIRED')
      return { Session, ChallengeResponses: { NEW_PASSWORD: newPassword } };
    if (ChallengeName === 'MFA_SETUP') return setUpAuthenticator(pool, Session);
    throw failure(`user pool ${UserPoolId} requires ${ChallengeName}, which only a person can provide`);
  };
  try {
    let answer: AdminInitiateAuthResponse = await client.send(
      new sdk.AdminInitiateAuthCommand({
        ...at,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: temporaryPassword },
      }),
    );
    while (answer.ChallengeName) {
      const { ChallengeName } = answer;
      const { ChallengeResponses, Session } = await next(answer);
      answer = await client.send(
        new sdk.AdminRespondToAuthChallengeCommand({
          ...at,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME: username, ...ChallengeResponses },
        }),
      );
    }
    const { AccessToken: accessToken, IdToken: idToken } = answer.AuthenticationResult ?? {};
    if (!accessToken || !idToken) throw failure(`user pool ${UserPoolId} returned no tokens`);
    return { accessToken, idToken };
  } catch (error) {
    if (
      error instanceof sdk.UserLambdaValidationException ||
      error instanceof sdk.UnexpectedLambdaException ||
      error instanceof sdk.InvalidLambdaResponseException
    ) {
      // A function that was just changed has a cold start, and may time out once.
      if (late.test(error.message)) throw error;
      return { refused: error.message };
    }
    throw error;
  }
}
