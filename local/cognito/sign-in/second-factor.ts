import { invalid } from '../errors';
import type { Pool, UserSecrets } from '../model';
import type { User } from '../users/users';

/** Second factors that a user can use. */
export type SecondFactor = 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA';

/** Factors that a user without any can set up during a sign-in; a phone number cannot be. */
export function factorsToSetUp({ mfa }: Pick<Pool, 'mfa'>): SecondFactor[] {
  if (mfa.SmsMfaConfiguration && !mfa.SoftwareTokenMfaConfiguration?.Enabled)
    throw invalid('User does not have delivery config set to turn on SMS_MFA');
  return ['SOFTWARE_TOKEN_MFA'];
}

/**
 * The second factor that the pool requires of this user, or asks the user to choose or set up; undefined if none. If
 * the pool requires one, an existing factor counts even if the user never enabled it.
 */
export function nextFactor(
  pool: Pick<Pool, 'settings' | 'mfa'> & { users: ReadonlyMap<string, UserSecrets> },
  user: Pick<User, 'username' | 'attributes'>,
): SecondFactor | 'SELECT_MFA_TYPE' | 'MFA_SETUP' | undefined {
  const mode = pool.settings.MfaConfiguration ?? 'OFF';
  if (mode === 'OFF') return undefined;
  const secrets = pool.users.get(user.username);
  const app = secrets?.totp !== undefined;
  const phone = pool.mfa.SmsMfaConfiguration !== undefined && !!user.attributes.phone_number;
  const appOn = app && secrets.softwareTokenEnabled;
  const phoneOn = phone && (secrets?.smsEnabled ?? false);
  if (appOn && phoneOn) {
    if (secrets.softwareTokenPreferred) return 'SOFTWARE_TOKEN_MFA';
    return secrets.smsPreferred ? 'SMS_MFA' : 'SELECT_MFA_TYPE';
  }
  if (appOn) return 'SOFTWARE_TOKEN_MFA';
  if (phoneOn) return 'SMS_MFA';
  if (mode === 'OPTIONAL') return undefined;
  if (app) return 'SOFTWARE_TOKEN_MFA';
  return phone ? 'SMS_MFA' : 'MFA_SETUP';
}
