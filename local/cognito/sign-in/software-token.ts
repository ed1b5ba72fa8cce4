import type {
  AssociateSoftwareTokenRequest,
  VerifySoftwareTokenRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Cognito, Operation } from '../call';
import { unauthorized } from '../errors';
import type { Challenge, Pool } from '../model';
import { secretsOf } from '../state';
import { callerOf } from '../tokens/access-token';
import { keepChallenge, putBack, takeChallenge } from './challenges';
import { matchingStep, newTotpSecret } from './totp';

/**
 * Checks a code of the user's authenticator app; each code works only once. Throws CodeMismatchException and
 * ExpiredCodeException.
 */
export function useTotp(cognito: Cognito, pool: Pool, username: string, code: string | undefined): void {
  const { totp } = secretsOf(pool, username);
  const step = totp && matchingStep(totp.secret, code ?? '', cognito.now());
  if (!totp || step === undefined)
    throw new AwsError('CodeMismatchException', 'Invalid code received for user');
  if (step <= totp.lastStep)
    throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
  totp.lastStep = step;
}

/** The pool and user of a set-up, from an access token or a sign-in in progress. */
async function setUp(
  cognito: Cognito,
  input: { AccessToken?: string | undefined; Session?: string | undefined },
): Promise<{ pool: Pool; username: string; challenge?: Challenge }> {
  if (input.AccessToken) {
    const { pool, user } = await callerOf(cognito, input.AccessToken);
    return { pool, username: user.username };
  }
  const poolId = cognito.state.challenges.get(input.Session ?? '')?.poolId ?? '';
  const pool = cognito.state.pools.get(poolId);
  if (!pool) throw unauthorized('Invalid session for the user.');
  const challenge = takeChallenge(cognito, pool, { token: input.Session, name: 'MFA_SETUP' });
  return { pool, username: challenge.username, challenge };
}

/** A session for the next call, since each works once. */
const nextSession = (
  cognito: Cognito,
  pool: Pool,
  challenge: Challenge | undefined,
  tokenVerified: boolean,
) =>
  challenge &&
  keepChallenge(cognito, cognito.state.client(pool, challenge.clientId), { ...challenge, tokenVerified });

/**
 * AssociateSoftwareToken: a new secret for the user's app. The old one stays valid until a code verifies the new one.
 */
export const associateSoftwareToken: Operation<AssociateSoftwareTokenRequest> = async (cognito, call) => {
  const { pool, username, challenge } = await setUp(cognito, call.input);
  const secret = newTotpSecret();
  secretsOf(pool, username).offeredTotp = secret;
  return { SecretCode: secret, Session: nextSession(cognito, pool, challenge, false) };
};

/** VerifySoftwareToken: verifies the secret with a code. During a sign-in, that also enables the second factor. */
export const verifySoftwareToken: Operation<VerifySoftwareTokenRequest> = async (cognito, call) => {
  const { UserCode = '', FriendlyDeviceName: deviceName, Session } = call.input;
  const { pool, username, challenge } = await setUp(cognito, call.input);
  const secrets = secretsOf(pool, username);
  const secret = secrets.offeredTotp;
  const step = secret && matchingStep(secret, UserCode, cognito.now());
  if (!secret || typeof step !== 'number') {
    if (challenge) putBack(cognito, Session, challenge);
    throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch');
  }
  secrets.totp = { secret, lastStep: step, ...(deviceName && { deviceName }) };
  secrets.offeredTotp = undefined;
  if (challenge) secrets.softwareTokenEnabled = true;
  return { Status: 'SUCCESS', Session: nextSession(cognito, pool, challenge, true) };
};
