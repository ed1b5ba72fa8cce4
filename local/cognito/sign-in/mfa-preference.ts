import type { AdminSetUserMFAPreferenceRequest } from '@aws-sdk/client-cognito-identity-provider';
import { invalid } from '../errors';
import type { Pool } from '../model';
import { secretsOf } from '../state';
import type { User } from '../users/users';

/** The second factors of a user, as `AdminGetUser` and `GetUser` show them. */
export function mfaOf(pool: Pool, username: string) {
  const secrets = pool.users.get(username);
  const on = [
    ...(secrets?.smsEnabled ? ['SMS_MFA'] : []),
    ...(secrets?.softwareTokenEnabled ? ['SOFTWARE_TOKEN_MFA'] : []),
  ];
  const preferred = secrets?.softwareTokenPreferred ? 'SOFTWARE_TOKEN_MFA' : undefined;
  return {
    UserMFASettingList: on.length ? on : undefined,
    PreferredMfaSetting: secrets?.smsPreferred ? 'SMS_MFA' : preferred,
  };
}

type Preference = Pick<
  AdminSetUserMFAPreferenceRequest,
  'SoftwareTokenMfaSettings' | 'SMSMfaSettings' | 'EmailMfaSettings'
>;

/** Sets the user's preferred second factors. Throws InvalidParameterException for one that the user doesn't have. */
export function setPreference(
  pool: Pool,
  { username, attributes }: Pick<User, 'username' | 'attributes'>,
  preference: Preference,
): void {
  const secrets = secretsOf(pool, username);
  const app = preference.SoftwareTokenMfaSettings ?? {};
  const sms = preference.SMSMfaSettings ?? {};
  if (sms.Enabled && (!attributes.phone_number || !pool.mfa.SmsMfaConfiguration))
    throw invalid('User does not have delivery config set to turn on SMS_MFA');
  if (preference.EmailMfaSettings?.Enabled)
    throw invalid('User does not have delivery config set to turn on EMAIL_OTP');
  if (app.Enabled && !secrets.totp) throw invalid('User has not verified software token mfa');
  if ((app.PreferredMfa && !app.Enabled) || (sms.PreferredMfa && !sms.Enabled))
    throw invalid('Preferred MFA must be enabled');
  if (app.PreferredMfa && sms.PreferredMfa) throw invalid('Only one MFA can be preferred');
  secrets.softwareTokenEnabled = app.Enabled ?? secrets.softwareTokenEnabled;
  secrets.smsEnabled = sms.Enabled ?? secrets.smsEnabled ?? false;
  const prefersApp = app.PreferredMfa ?? (secrets.softwareTokenPreferred && !sms.PreferredMfa);
  const prefersSms = sms.PreferredMfa ?? ((secrets.smsPreferred ?? false) && !app.PreferredMfa);
  secrets.softwareTokenPreferred = secrets.softwareTokenEnabled && prefersApp;
  secrets.smsPreferred = secrets.smsEnabled && prefersSms;
}
