import type {
  AdminRespondToAuthChallengeRequest,
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call, Cognito, Operation } from '../call';
import { invalid, unauthorized } from '../errors';
import type { Challenge, Client, Pool } from '../model';
import type { Grant } from '../tokens/tokens';
import { useCode } from '../users/codes';
import { type Attributes, checkAttributes, checkWritable } from '../users/user-attributes';
import { canonical, findUser, setPassword, writeAttributes } from '../users/users';
import { putBack, takeChallenge } from './challenges';
import { checkSecretHash } from './secret-hash';
import { checkUser, type Done, proceed } from './sign-in';
import { useTotp } from './software-token';
import { checkProof } from './srp-flow';

type Responses = Record<string, string>;

async function newPassword(cognito: Cognito, grant: Grant, responses: Responses): Promise<void> {
  const { pool, client, user } = grant;
  if (!responses.NEW_PASSWORD) throw invalid('Missing required parameter NEW_PASSWORD');
  const prefix = 'userAttributes.';
  const given: Attributes = Object.fromEntries(
    Object.entries(responses)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
  checkWritable(client.WriteAttributes, given);
  checkAttributes(pool.settings.SchemaAttributes ?? [], given, 'update');
  await setPassword(cognito, pool, user.username, responses.NEW_PASSWORD, true);
  await writeAttributes(cognito, pool, user, given);
}

/** Carries out what the challenge requires. */
async function answer(
  cognito: Cognito,
  challenge: Challenge,
  grant: Grant,
  responses: Responses,
): Promise<Done> {
  switch (challenge.name) {
    case 'PASSWORD_VERIFIER':
      checkProof(challenge, responses);
      return { secondFactor: false };
    case 'NEW_PASSWORD_REQUIRED':
      await newPassword(cognito, grant, responses);
      return { secondFactor: false };
    case 'SOFTWARE_TOKEN_MFA':
      useTotp(cognito, grant.pool, grant.user.username, responses.SOFTWARE_TOKEN_MFA_CODE);
      return { secondFactor: true };
    case 'SMS_MFA':
      useCode(cognito, grant.pool, grant.user.username, 'second-factor', responses.SMS_MFA_CODE);
      return { secondFactor: true };
    case 'SELECT_MFA_TYPE': {
      const chosen = responses.ANSWER;
      if (chosen !== 'SMS_MFA' && chosen !== 'SOFTWARE_TOKEN_MFA')
        throw invalid('Invalid parameter ANSWER: SMS_MFA or SOFTWARE_TOKEN_MFA');
      return { secondFactor: false, chosen };
    }
    case 'MFA_SETUP':
      if (!challenge.tokenVerified) throw invalid('Software token MFA has not been set up by the user.');
      return { secondFactor: true };
  }
}

/**
 * Processes a user's response to a challenge. Returns the user and what is done; a mistyped code or a weak new password
 * can be corrected within the session. Throws NotAuthorizedException and others.
 */
export async function answerChallenge(
  cognito: Cognito,
  { pool, client }: { pool: Pool; client: Client },
  input: Pick<
    RespondToAuthChallengeRequest,
    'ChallengeName' | 'ChallengeResponses' | 'Session' | 'ClientMetadata'
  >,
  userAgent: string,
): Promise<{ grant: Grant; done: Done }> {
  const {
    ChallengeName: name = '',
    ChallengeResponses: responses = {},
    ClientMetadata: clientMetadata,
  } = input;
  // SRP has no session; its secret block serves as one.
  const token = name === 'PASSWORD_VERIFIER' ? responses.PASSWORD_CLAIM_SECRET_BLOCK : input.Session;
  const challenge = takeChallenge(cognito, pool, { token, clientId: client.ClientId, name });
  if (!responses.USERNAME) throw invalid('Missing required parameter USERNAME');
  checkSecretHash(client, responses.SECRET_HASH, [responses.USERNAME]);
  if (challenge.srp?.unknownUser) checkProof(challenge, responses);
  const user = await findUser(cognito, pool, challenge.username);
  checkUser(user);
  const named = [user.username, user.sub, user.attributes.email, user.attributes.phone_number];
  if (!named.includes(canonical(pool, responses.USERNAME)))
    throw unauthorized('Invalid session for the user.');
  const trigger =
    challenge.name === 'NEW_PASSWORD_REQUIRED' ? 'TokenGeneration_NewPasswordChallenge' : challenge.trigger;
  const grant: Grant = { pool, client, user, trigger, clientMetadata, userAgent };
  let done: Done;
  try {
    done = await answer(cognito, challenge, grant, responses);
  } catch (error) {
    // A wrong proof of the password is final.
    if (challenge.name !== 'PASSWORD_VERIFIER') putBack(cognito, token, challenge);
    throw error;
  }
  return { grant: { ...grant, user: await findUser(cognito, pool, user.username) }, done };
}

async function respond(
  cognito: Cognito,
  { input, userAgent }: Call<RespondToAuthChallengeRequest>,
  at: { pool: Pool; client: Client },
): Promise<InitiateAuthResponse> {
  const { grant, done } = await answerChallenge(cognito, at, input, userAgent);
  return proceed(cognito, grant, done);
}

/** RespondToAuthChallenge. */
export const respondToAuthChallenge: Operation<RespondToAuthChallengeRequest> = async (cognito, call) => {
  return respond(cognito, call, cognito.state.byClient(call.input.ClientId ?? ''));
};

/** AdminRespondToAuthChallenge: the same with AWS credentials of the pool's account. */
export const adminRespondToAuthChallenge: Operation<AdminRespondToAuthChallengeRequest> = async (
  cognito,
  call,
) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  const client = cognito.state.client(pool, call.input.ClientId as string);
  return respond(cognito, call, { pool, client });
};
