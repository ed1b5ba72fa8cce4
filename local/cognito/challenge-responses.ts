import type {
  AdminRespondToAuthChallengeRequest,
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Call, Cognito, Operation } from './call';
import { putBack, takeChallenge } from './challenges';
import { invalid, unauthorized } from './errors';
import { checkSecretHash } from './secret-hash';
import { checkUser, proceed } from './sign-in';
import { useTotp } from './software-token';
import { checkProof } from './srp-flow';
import type { Challenge, Client, Pool } from './state';
import type { Grant } from './tokens';
import { type Attributes, checkAttributes, checkWritable } from './user-attributes';
import { canonical, findUser, setPassword, writeAttributes } from './users';

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

/** Does what the challenge asks. Gives whether the second factor is done with it. */
async function answer(cognito: Cognito, challenge: Challenge, grant: Grant, responses: Responses) {
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
    case 'MFA_SETUP':
      if (!challenge.tokenVerified) throw invalid('Software token MFA has not been set up by the user.');
      return { secondFactor: true };
  }
}

async function respond(
  cognito: Cognito,
  { input, userAgent }: Call<RespondToAuthChallengeRequest>,
  pool: Pool,
  client: Client,
): Promise<InitiateAuthResponse> {
  const {
    ChallengeName: name = '',
    ChallengeResponses: responses = {},
    ClientMetadata: clientMetadata,
  } = input;
  // SRP has no session: its secret block takes that place.
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
  let done: { secondFactor: boolean };
  try {
    done = await answer(cognito, challenge, grant, responses);
  } catch (error) {
    // A mistyped code or a weak new password may be mended within the session; a wrong proof may not.
    if (challenge.name !== 'PASSWORD_VERIFIER') putBack(cognito, token, challenge);
    throw error;
  }
  return proceed(cognito, { ...grant, user: await findUser(cognito, pool, user.username) }, done);
}

/** RespondToAuthChallenge. */
export const respondToAuthChallenge: Operation<RespondToAuthChallengeRequest> = async (cognito, call) => {
  const { pool, client } = cognito.state.byClient(call.input.ClientId ?? '');
  return respond(cognito, call, pool, client);
};

/** AdminRespondToAuthChallenge: the same with AWS credentials of the pool's own account. */
export const adminRespondToAuthChallenge: Operation<AdminRespondToAuthChallengeRequest> = async (
  cognito,
  call,
) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  return respond(cognito, call, pool, cognito.state.client(pool, call.input.ClientId as string));
};
