import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Cognito } from '../call';
import { unauthorized } from '../errors';
import type { Challenge, Pool } from '../model';
import { secretsOf } from '../state';
import { type Grant, grantTokens } from '../tokens/tokens';
import { sendSms } from '../users/codes';
import type { User } from '../users/users';
import { asked, keepChallenge } from './challenges';
import { factorsToSetUp, nextFactor, type SecondFactor } from './second-factor';

/** Refuses users who cannot sign in, whatever the password. */
export function checkUser(user: User): void {
  if (!user.enabled) throw unauthorized('User is disabled.');
  if (user.status === 'RESET_REQUIRED')
    throw new AwsError('PasswordResetRequiredException', 'Password reset required for the user');
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

/** What the user has completed of a sign-in. */
export interface Done {
  /** Whether the second factor was given. */
  secondFactor: boolean;
  /** The second factor that the user chose among several. */
  chosen?: SecondFactor | undefined;
}

/** After the first factor: the next step; undefined if the user can have tokens. */
export function nextStep(
  cognito: Cognito,
  { pool, client, user, trigger }: Pick<Grant, 'pool' | 'client' | 'user' | 'trigger'>,
  done: Done = { secondFactor: false },
): InitiateAuthResponse | undefined {
  const secrets = secretsOf(pool, user.username);
  const ask = (name: Challenge['name'], parameters: Record<string, string>) =>
    asked(name, keepChallenge(cognito, client, { name, username: user.username, trigger }), parameters);
  if (user.status === 'UNCONFIRMED')
    throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    if ((secrets.temporaryUntil ?? Infinity) <= cognito.now())
      throw unauthorized('Temporary password has expired and must be reset by an administrator.');
    return ask('NEW_PASSWORD_REQUIRED', newPasswordParameters(pool, user));
  }
  if (done.secondFactor) return undefined;
  const id = { USER_ID_FOR_SRP: user.username };
  const factor = done.chosen ?? nextFactor(pool, user);
  switch (factor) {
    case 'SOFTWARE_TOKEN_MFA':
      return ask(factor, { ...id, FRIENDLY_DEVICE_NAME: secrets.totp?.deviceName ?? '' });
    case 'SMS_MFA': {
      const to = sendSms(cognito, pool, user);
      return ask(factor, { ...id, CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: to });
    }
    case 'SELECT_MFA_TYPE':
      return ask(factor, { ...id, MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' });
    case 'MFA_SETUP':
      return ask(factor, { ...id, MFAS_CAN_SETUP: JSON.stringify(factorsToSetUp(pool)) });
  }
  return undefined;
}

/** After the first factor: asks for the next step, or issues tokens. */
export async function proceed(cognito: Cognito, grant: Grant, done?: Done): Promise<InitiateAuthResponse> {
  const step = nextStep(cognito, grant, done);
  return step ?? { ChallengeParameters: {}, AuthenticationResult: await grantTokens(cognito, grant) };
}
