import { CognitoRiskConfiguration } from '@cdktf/provider-aws/lib/cognito-risk-configuration';
import { CognitoUserPool, type CognitoUserPoolSchema } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { Construct } from 'constructs';
import type { PoolSettings } from '../../environments/schema';
import type { HookFacts } from '../../functions/catalogue';
import type { Protections } from '../protection';

export interface UserPoolProps {
  name: string;
  settings: PoolSettings;
  protections: Protections;
  /** The hook's ARN, with its alias if it has one, and what the catalogue says of it. */
  hook: { arn: string; facts: Pick<HookFacts, 'eventVersion'> };
  /**
   * `self`: anybody may sign up. `invitation`: only an administrator creates users. `federation`: users come
   * from identity providers alone, so nothing here mails, verifies or recovers anything.
   */
  signUp: 'self' | 'invitation' | 'federation';
  /** Let a user mark a device as trusted, which then stands for the second factor. */
  rememberDevices: boolean;
  /**
   * Custom attributes. Cognito only ever adds to this list: a later change or removal is an error of the
   * apply, and is not hidden by `ignore_changes`, which would leave reality and configuration apart.
   */
  attributes: CognitoUserPoolSchema[];
  tags?: Record<string, string>;
}

/** MFA off in an environment that asks for it never reaches a pool, whatever let it through before. */
function mfaOf({ mfa }: PoolSettings, { mfaRequired }: Protections, pool: string) {
  if (mfa === 'OFF' && mfaRequired)
    throw new Error(`user pool ${pool}: mfa is 'OFF' where MFA is required; add a relaxation with a reason`);
  return mfa;
}

/**
 * A user pool, at the address `<scope>_pool`. Users are named by their email address, written in any case.
 * `usernameAttributes` and `usernameConfiguration` can never change: AWS would make a new, empty pool.
 */
export function userPool(scope: Construct, props: UserPoolProps): CognitoUserPool {
  const { name, settings, protections, hook, signUp, rememberDevices, attributes, tags } = props;
  const { tier, password } = settings;
  const mfa = mfaOf(settings, protections, name);
  const mails = signUp !== 'federation';
  const pool = new CognitoUserPool(scope, 'pool', {
    name,
    tags,
    userPoolTier: tier,
    deletionProtection: protections.deletionProtection ? 'ACTIVE' : 'INACTIVE',
    lifecycle: { preventDestroy: protections.preventDestroy },

    usernameAttributes: ['email'],
    usernameConfiguration: { caseSensitive: false },
    schema: attributes,
    adminCreateUserConfig: { allowAdminCreateUserOnly: signUp !== 'self' },
    // A new address counts only once its owner has proved it; until then the old one stays.
    autoVerifiedAttributes: mails ? ['email'] : undefined,
    userAttributeUpdateSettings: mails ? { attributesRequireVerificationBeforeUpdate: ['email'] } : undefined,
    verificationMessageTemplate: { defaultEmailOption: 'CONFIRM_WITH_CODE' },
    // Cognito's own sender: 50 messages a day, until the organisation has an SES identity to send from.
    emailConfiguration: { emailSendingAccount: 'COGNITO_DEFAULT' },

    passwordPolicy: {
      minimumLength: password.minimumLength,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      passwordHistorySize: password.history,
      temporaryPasswordValidityDays: password.temporaryValidityDays,
    },
    mfaConfiguration: mfa,
    softwareTokenMfaConfiguration: mfa === 'OFF' ? undefined : { enabled: true },
    accountRecoverySetting: {
      recoveryMechanism: [{ name: mails ? 'verified_email' : 'admin_only', priority: 1 }],
    },
    deviceConfiguration: rememberDevices
      ? { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: true }
      : undefined,
    userPoolAddOns: tier === 'PLUS' ? { advancedSecurityMode: 'ENFORCED' } : undefined,

    lambdaConfig: {
      preTokenGenerationConfig: { lambdaArn: hook.arn, lambdaVersion: hook.facts.eventVersion },
    },
  });
  if (tier === 'PLUS')
    // Threat protection sees passwords that leaked elsewhere; without this it would only write them down.
    new CognitoRiskConfiguration(scope, 'risk', {
      userPoolId: pool.id,
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: 'BLOCK' } },
    });
  return pool;
}
