import type {
  AdminInitiateAuthRequest,
  InitiateAuthRequest,
  InitiateAuthResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Call, Cognito, Operation } from '../call';
import { badCredentials, invalid } from '../errors';
import type { Client, Pool } from '../model';
import { findUser, passwordMatches, type User } from '../users/users';
import { checkFlow } from './flow-rules';
import { refreshTokens } from './refresh';
import { checkSecretHash } from './secret-hash';
import { checkUser, proceed } from './sign-in';
import { askForProof } from './srp-flow';

/** Finds the user. The error doesn't disclose that a user is unknown if the client hides that. */
async function knownUser(cognito: Cognito, pool: Pool, client: Client, name: string): Promise<User> {
  try {
    return await findUser(cognito, pool, name);
  } catch (error) {
    const unknown = error instanceof AwsError && error.type === 'UserNotFoundException';
    throw unknown && client.PreventUserExistenceErrors === 'ENABLED' ? badCredentials() : error;
  }
}

/** The user with this name and password, if allowed to sign in. Throws NotAuthorizedException and others. */
export async function checkPassword(
  cognito: Cognito,
  pool: Pool,
  client: Client,
  username: string,
  password: string,
): Promise<User> {
  const user = await knownUser(cognito, pool, client, username);
  checkUser(user);
  if (!passwordMatches(pool, user.username, password)) throw badCredentials();
  return user;
}

async function start(
  cognito: Cognito,
  { input, userAgent }: Call<InitiateAuthRequest>,
  { pool, client, by }: { pool: Pool; client: Client; by: 'user' | 'admin' },
): Promise<InitiateAuthResponse> {
  const flow = input.AuthFlow === 'REFRESH_TOKEN' ? 'REFRESH_TOKEN_AUTH' : (input.AuthFlow ?? '');
  checkFlow(flow, by, client);
  const { USERNAME, PASSWORD, SRP_A, REFRESH_TOKEN, SECRET_HASH } = input.AuthParameters ?? {};
  if (flow === 'REFRESH_TOKEN_AUTH') {
    const request = { token: REFRESH_TOKEN, secretHash: SECRET_HASH, userAgent };
    return refreshTokens(cognito, pool, client, request);
  }
  if (!USERNAME) throw invalid('Missing required parameter USERNAME');
  if (flow === 'USER_SRP_AUTH') return askForProof(cognito, pool, client, { USERNAME, SRP_A, SECRET_HASH });
  if (!PASSWORD) throw invalid('Missing required parameter PASSWORD');
  checkSecretHash(client, SECRET_HASH, [USERNAME]);
  const user = await checkPassword(cognito, pool, client, USERNAME, PASSWORD);
  return proceed(cognito, { pool, client, user, trigger: 'TokenGeneration_Authentication', userAgent });
}

/** InitiateAuth: signs a user in, or refreshes tokens, with only a client id. */
export const initiateAuth: Operation<InitiateAuthRequest> = async (cognito, call) =>
  start(cognito, call, { ...cognito.state.byClient(call.input.ClientId ?? ''), by: 'user' });

/** AdminInitiateAuth: the same with AWS credentials of the pool's account. */
export const adminInitiateAuth: Operation<AdminInitiateAuthRequest> = async (cognito, call) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  const client = cognito.state.client(pool, call.input.ClientId as string);
  return start(cognito, call, { pool, client, by: 'admin' });
};
