import type { AdminSetUserMFAPreferenceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { invalid } from './errors';
import type { Pool, UserSecrets } from './state';

/** The second factors of a user, as `AdminGetUser` and `GetUser` show them. */
export function mfaOf(pool: Pool, username: string) {
  const secrets = pool.users.get(username);
  return {
    UserMFASettingList: secrets?.softwareTokenEnabled ? ['SOFTWARE_TOKEN_MFA'] : undefined,
    PreferredMfaSetting: secrets?.softwareTokenPreferred ? 'SOFTWARE_TOKEN_MFA' : undefined,
  };
}

type Preference = Pick<
  AdminSetUserMFAPreferenceRequest,
  'SoftwareTokenMfaSettings' | 'SMSMfaSettings' | 'EmailMfaSettings'
>;

/** Sets what the user wants. The local AWS sends no messages, so authenticator apps are the one second factor. */
export function setPreference(secrets: UserSecrets, preference: Preference): void {
  if (preference.SMSMfaSettings?.Enabled)
    throw invalid('User does not have delivery config set to turn on SMS_MFA');
  if (preference.EmailMfaSettings?.Enabled)
    throw invalid('User does not have delivery config set to turn on EMAIL_OTP');
  const { Enabled, PreferredMfa } = preference.SoftwareTokenMfaSettings ?? {};
  if (Enabled && !secrets.totp) throw invalid('User has not verified software token mfa');
  if (PreferredMfa && !Enabled) throw invalid('Preferred MFA must be enabled');
  if (Enabled !== undefined) secrets.softwareTokenEnabled = Enabled;
  secrets.softwareTokenPreferred =
    secrets.softwareTokenEnabled && (PreferredMfa ?? secrets.softwareTokenPreferred);
}
