import type {
  GetUserPoolMfaConfigRequest,
  SetUserPoolMfaConfigRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Operation } from '../call';
import { invalid } from '../errors';
import type { Pool } from '../model';

const describe = (pool: Pool) => ({ ...pool.mfa, MfaConfiguration: pool.settings.MfaConfiguration ?? 'OFF' });

/** SetUserPoolMfaConfig: sets the pool's second factors; OPTIONAL and ON need at least one. */
export const setUserPoolMfaConfig: Operation<SetUserPoolMfaConfigRequest> = async ({ state }, call) => {
  const { UserPoolId, MfaConfiguration = 'OFF', ...factors } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  const any =
    factors.SoftwareTokenMfaConfiguration?.Enabled ||
    factors.SmsMfaConfiguration ||
    factors.EmailMfaConfiguration;
  if (MfaConfiguration !== 'OFF' && !any)
    throw invalid(
      'At least one of SmsMfaConfiguration, SoftwareTokenMfaConfiguration or EmailMfaConfiguration must be enabled when MFA is required or optional.',
    );
  pool.mfa = {
    ...factors,
    // AWS keeps showing a disabled factor, as not enabled.
    SoftwareTokenMfaConfiguration: factors.SoftwareTokenMfaConfiguration ?? { Enabled: false },
  };
  const sms = factors.SmsMfaConfiguration?.SmsConfiguration;
  // The pool has one SMS configuration, whichever operation sets it.
  pool.settings = { ...pool.settings, MfaConfiguration, ...(sms && { SmsConfiguration: sms }) };
  return describe(pool);
};

/** GetUserPoolMfaConfig. */
export const getUserPoolMfaConfig: Operation<GetUserPoolMfaConfigRequest> = async ({ state }, call) =>
  describe(state.pool(call.input.UserPoolId as string, call));
