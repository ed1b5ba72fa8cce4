import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito } from './call';
import { asked, keepChallenge } from './challenges';
import { CognitoError, unauthorized } from './errors';
import { type Challenge, type Pool, secretsOf } from './state';
import { type Grant, grantTokens } from './tokens';
import type { User } from './users';

/** Refuses users who may not sign in whatever their password is. */
export function checkUser(user: User): void {
  if (!user.enabled) throw unauthorized('User is disabled.');
  if (user.status === 'RESET_REQUIRED')
    throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
}

/** The second factor that this user must give or set up; undefined when none is asked. */
function secondFactor(pool: Pool, user: User): 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP' | undefined {
  const mode = pool.settings.MfaConfiguration ?? 'OFF';
  const secrets = pool.users.get(user.username);
  if (mode === 'ON') return secrets?.totp ? 'SOFTWARE_TOKEN_MFA' : 'MFA_SETUP';
  return mode === 'OPTIONAL' && secrets?.totp && secrets.softwareTokenEnabled
    ? 'SOFTWARE_TOKEN_MFA'
    : undefined;
}

const newPasswordParameters = (pool: Pool, user: User) => {
  const schema = pool.settings.SchemaAttributes ?? [];
  const left = schema.filter(
    ({ Name, Required }) => Required && Name !== 'sub' && !user.attributes[Name as string],
  );
  const { sub: _, ...attributes } = user.attributes;
  return {
    USER_ID_FOR_SRP: user.username,
    requiredAttributes: JSON.stringify(left.map(({ Name }) => `userAttributes.${Name}`)),
    userAttributes: JSON.stringify(attributes),
  };
};

/** After the first factor: asks for what is left, or gives tokens. */
export async function proceed(
  cognito: Cognito,
  grant: Grant,
  done: { secondFactor: boolean } = { secondFactor: false },
): Promise<InitiateAuthResponse> {
  const { pool, client, user, trigger } = grant;
  const secrets = secretsOf(pool, user.username);
  const ask = (name: Challenge['name'], parameters: Record<string, string>) =>
    asked(name, keepChallenge(cognito, client, { name, username: user.username, trigger }), parameters);
  if (user.status === 'UNCONFIRMED')
    throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    if ((secrets.temporaryUntil ?? Infinity) <= cognito.now())
      throw unauthorized('Temporary password has expired and must be reset by an administrator.');
    return ask('NEW_PASSWORD_REQUIRED', newPasswordParameters(pool, user));
  }
  const factor = done.secondFactor ? undefined : secondFactor(pool, user);
  if (factor === 'SOFTWARE_TOKEN_MFA')
    return ask(factor, {
      USER_ID_FOR_SRP: user.username,
      FRIENDLY_DEVICE_NAME: secrets.totp?.deviceName ?? '',
    });
  if (factor === 'MFA_SETUP')
    return ask(factor, { USER_ID_FOR_SRP: user.username, MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });
  return { ChallengeParameters: {}, AuthenticationResult: await grantTokens(cognito, grant) };
}
