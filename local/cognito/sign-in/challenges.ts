import { randomBytes } from 'node:crypto';
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito } from '../call';
import { unauthorized } from '../errors';
import type { Challenge, Client, Pool } from '../model';

/** Stores a challenge until the client's session expires (3 minutes by default). Returns its token. */
export function keepChallenge(
  { state, now }: Cognito,
  client: Client,
  challenge: Omit<Challenge, 'until' | 'clientId' | 'poolId'>,
  token = randomBytes(96).toString('base64url'),
): string {
  const until = now() + (client.AuthSessionValidity ?? 3) * 60_000;
  state.challenges.set(token, { ...challenge, poolId: client.UserPoolId, clientId: client.ClientId, until });
  return token;
}

/**
 * Removes and returns a challenge, so it can be answered only once. Throws NotAuthorizedException for a token that is
 * unknown, used, expired, or of another client or step.
 */
export function takeChallenge(
  { state, now }: Cognito,
  pool: Pool,
  expected: { token: string | undefined; clientId?: string; name?: string },
): Challenge {
  const { token = '', clientId, name } = expected;
  const challenge = state.challenges.get(token);
  const wrong =
    challenge?.poolId !== pool.id ||
    (clientId !== undefined && challenge.clientId !== clientId) ||
    (name !== undefined && challenge.name !== name);
  if (!challenge || wrong) throw unauthorized('Invalid session for the user.');
  state.challenges.delete(token);
  if (challenge.until <= now()) throw unauthorized('Invalid session for the user, session is expired.');
  return challenge;
}

/** Wrong responses that a step allows before the sign-in must start over. */
const mostAttempts = 5;

/** Puts a challenge back after a wrong response that the user can correct; its expiry doesn't change. */
export function putBack({ state }: Cognito, token: string | undefined, challenge: Challenge): void {
  const attempts = (challenge.attempts ?? 0) + 1;
  if (token && attempts < mostAttempts) state.challenges.set(token, { ...challenge, attempts });
}

/** The response that asks the user for the next step. */
export const asked = (
  ChallengeName: Challenge['name'],
  Session: string | undefined,
  ChallengeParameters: Record<string, string>,
): InitiateAuthResponse => ({ ChallengeName, Session, ChallengeParameters });
