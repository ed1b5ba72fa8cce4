import type {
  AdminInitiateAuthResponse,
  AdminRespondToAuthChallengeRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { failure } from '../../cli/errors';
import type { ProbedPool, SyntheticUser } from './synthetic-user';

/** What came of a sign-in: tokens, or what the pool says of the trigger that let nobody in. */
export type SignedIn = { accessToken: string; idToken: string } | { refused: string };

/** What Cognito says of a trigger that has not answered within 5 s, or of which too many run. */
const late = /time-?out|timed out|TooManyRequests|throttl|Rate Exceeded/i;

type Next = Pick<AdminRespondToAuthChallengeRequest, 'Session' | 'ChallengeResponses'>;

/** Sets up an authenticator app, as pools that insist on a second factor ask everybody to. */
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
 * Signs a synthetic user in for the first time: with its temporary password, for which it takes a new one, and with a
 * second factor where the pool insists on one. Throws when it cannot be told what the pool would say: it does not
 * answer, or asks for something that only a person has.
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
    throw failure(
      `user pool ${UserPoolId} asks a probe for ${ChallengeName}, which only a person can answer`,
    );
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
    if (!accessToken || !idToken) throw failure(`user pool ${UserPoolId} gives a probe no tokens`);
    return { accessToken, idToken };
  } catch (error) {
    if (
      error instanceof sdk.UserLambdaValidationException ||
      error instanceof sdk.UnexpectedLambdaException ||
      error instanceof sdk.InvalidLambdaResponseException
    ) {
      // A function that has just been changed starts cold, and may be late once.
      if (late.test(error.message)) throw error;
      return { refused: error.message };
    }
    throw error;
  }
}
