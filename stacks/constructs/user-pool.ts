import { CognitoRiskConfiguration } from '@cdktf/provider-aws/lib/cognito-risk-configuration';
import {
  CognitoUserPool,
  type CognitoUserPoolEmailConfiguration,
  type CognitoUserPoolSchema,
  type CognitoUserPoolWebAuthnConfiguration,
} from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { Construct } from 'constructs';
import type { PoolSettings } from '../../environments/schema';
import type { HookFacts } from '../../functions/catalogue';
import type { Protections } from '../protection';
import type { SmsSender } from './sms-sender';

export interface UserPoolProps {
  name: string;
  settings: Pick<PoolSettings, 'tier' | 'mfa' | 'password'>;
  protections: Protections;
  /** The hook's ARN, with its alias if it has one, and what the catalogue says of it. */
  hook: { arn: string; facts: Pick<HookFacts, 'eventVersion'> };
  /** ARNs of the pool's other triggers. */
  triggers?: { preSignUp?: string; postConfirmation?: string };
  /**
   * `self`: anybody may sign up. `invitation`: only an administrator creates users. `federation`: users come
   * from identity providers alone. `none`: there are no users. In the last two nothing mails, verifies or
   * recovers anything.
   */
  signUp: 'self' | 'invitation' | 'federation' | 'none';
  /** From where the pool mails, if there is anybody to write to; left out: Cognito's own sender. */
  email?: CognitoUserPoolEmailConfiguration | undefined;
  /** Let a user mark a device as trusted, which then stands for the second factor. */
  rememberDevices: boolean;
  /** Second factors to choose from; left out: an authenticator app. */
  factors?: { authenticator: boolean; sms: SmsSender | undefined };
  /** Passkeys as a first factor beside the password. */
  passkeys?: CognitoUserPoolWebAuthnConfiguration | undefined;
  /**
   * Custom attributes. Cognito only ever adds to this list: a later change or removal is an error of the
   * apply, and is not hidden by `ignore_changes`, which would leave reality and configuration apart.
   */
  attributes: CognitoUserPoolSchema[];
  tags?: Record<string, string>;
}

/** MFA off in an environment that asks for it never reaches a pool, whatever let it through before. */
function mfaOf({ name, settings: { mfa }, protections }: UserPoolProps) {
  if (mfa === 'OFF' && protections.mfaRequired)
    throw new Error(`user pool ${name}: mfa is 'OFF' where MFA is required; add a relaxation with a reason`);
  return mfa;
}

/** Second factors. Cognito wants to hear of none where MFA is off. */
function factorsOf({ factors, settings: { mfa } }: UserPoolProps) {
  const { authenticator, sms } = factors ?? { authenticator: true, sms: undefined };
  if (mfa === 'OFF') return {};
  return {
    softwareTokenMfaConfiguration: authenticator ? { enabled: true } : undefined,
    smsConfiguration: sms?.configuration,
  };
}

/** Cognito's own sender mails 50 times a day for a whole account: like MFA off, it never slips into production. */
function senderOf({ name, email, protections }: UserPoolProps): CognitoUserPoolEmailConfiguration {
  if (!email && protections.ownEmailSender)
    throw new Error(
      `user pool ${name}: would mail from Cognito's own sender; name an SES identity, or add a relaxation with a reason`,
    );
  return email ?? cognitoSender;
}

const cognitoSender = { emailSendingAccount: 'COGNITO_DEFAULT' };

/** Mails, and text messages where there is a sender: what is proved by code, and what recovers an account. */
function messagesOf(props: UserPoolProps) {
  const { signUp, factors } = props;
  const { mfa } = props.settings;
  if (signUp === 'federation' || signUp === 'none')
    return {
      emailConfiguration: cognitoSender,
      accountRecoverySetting: { recoveryMechanism: [{ name: 'admin_only', priority: 1 }] },
    };
  // A number that nobody has proved would send a second factor to a stranger.
  const proved = ['email', ...(factors?.sms && mfa !== 'OFF' ? ['phone_number'] : [])];
  return {
    emailConfiguration: senderOf(props),
    // A new address counts only once its owner has proved it; until then the old one stays.
    autoVerifiedAttributes: proved,
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: proved },
    // By email only, so that one stolen SIM card is never both the second factor and the way around it.
    accountRecoverySetting: { recoveryMechanism: [{ name: 'verified_email', priority: 1 }] },
  };
}

/**
 * A user pool, at the address `<scope>_pool`. Users are named by their email address, written in any case.
 * `usernameAttributes` and `usernameConfiguration` can never change: AWS would make a new, empty pool.
 */
export function userPool(scope: Construct, props: UserPoolProps): CognitoUserPool {
  const { name, settings, protections, hook, triggers, signUp, passkeys, factors, attributes, tags } = props;
  const { tier, password } = settings;
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
    verificationMessageTemplate: { defaultEmailOption: 'CONFIRM_WITH_CODE' },
    ...messagesOf(props),

    passwordPolicy: {
      minimumLength: password.minimumLength,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      passwordHistorySize: password.history,
      temporaryPasswordValidityDays: password.temporaryValidityDays,
    },
    mfaConfiguration: mfaOf(props),
    ...factorsOf(props),
    signInPolicy: passkeys && { allowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
    webAuthnConfiguration: passkeys,
    deviceConfiguration: props.rememberDevices
      ? { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: true }
      : undefined,
    userPoolAddOns: tier === 'PLUS' ? { advancedSecurityMode: 'ENFORCED' } : undefined,

    lambdaConfig: {
      preTokenGenerationConfig: { lambdaArn: hook.arn, lambdaVersion: hook.facts.eventVersion },
      preSignUp: triggers?.preSignUp,
      postConfirmation: triggers?.postConfirmation,
    },
    dependsOn: factors?.sms && [factors.sms.rights],
  });
  if (tier === 'PLUS')
    // Threat protection sees passwords that leaked elsewhere; without this it would only write them down.
    new CognitoRiskConfiguration(scope, 'risk', {
      userPoolId: pool.id,
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: 'BLOCK' } },
    });
  return pool;
}
