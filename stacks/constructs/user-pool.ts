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
  /** The hook's ARN, with its alias if it has one, and its facts from the catalogue. */
  hook: { arn: string; facts: Pick<HookFacts, 'eventVersion'> };
  /** ARNs of the pool's other triggers. */
  triggers?: { preSignUp?: string; postConfirmation?: string };
  /**
   * `self`: anyone may sign up. `invitation`: only an administrator creates users. `federation`: users come
   * only from identity providers. `none`: there are no users. In the last two nothing is mailed, verified or
   * recovered.
   */
  signUp: 'self' | 'invitation' | 'federation' | 'none';
  /** Sender of the pool's mail, if it sends any; if omitted, Cognito's own sender. */
  email?: CognitoUserPoolEmailConfiguration | undefined;
  /** Whether a user may mark a device as trusted, which then replaces the second factor. */
  rememberDevices: boolean;
  /** Second factors to choose from; if omitted, an authenticator app. */
  factors?: { authenticator: boolean; sms: SmsSender | undefined };
  /** Passkeys as an alternative first factor to the password. */
  passkeys?: CognitoUserPoolWebAuthnConfiguration | undefined;
  /**
   * Custom attributes. Cognito can only add to this list: a later change or removal makes the apply fail,
   * and is not hidden by `ignore_changes`, which would let reality and configuration diverge.
   */
  attributes: CognitoUserPoolSchema[];
  tags?: Record<string, string>;
}

/** Last check that no pool has MFA off in an environment that requires it, even if validation missed it. */
function mfaOf({ name, settings: { mfa }, protections }: UserPoolProps) {
  if (mfa === 'OFF' && protections.mfaRequired)
    throw new Error(`user pool ${name}: mfa is 'OFF' where MFA is required; add a relaxation with a reason`);
  return mfa;
}

/** Second factors. Cognito accepts none if MFA is off. */
function factorsOf({ factors, settings: { mfa } }: UserPoolProps) {
  const { authenticator, sms } = factors ?? { authenticator: true, sms: undefined };
  if (mfa === 'OFF') return {};
  return {
    softwareTokenMfaConfiguration: authenticator ? { enabled: true } : undefined,
    smsConfiguration: sms?.configuration,
  };
}

/** Cognito's own sender sends 50 mails a day for a whole account: like MFA off, it must not slip into production. */
function senderOf({ name, email, protections }: UserPoolProps): CognitoUserPoolEmailConfiguration {
  if (!email && protections.ownEmailSender)
    throw new Error(
      `user pool ${name}: would mail from Cognito's own sender; name an SES identity, or add a relaxation with a reason`,
    );
  return email ?? cognitoSender;
}

const cognitoSender = { emailSendingAccount: 'COGNITO_DEFAULT' };

/** Mail, and text messages if there is a sender: what is verified by code, and what recovers an account. */
function messagesOf(props: UserPoolProps) {
  const { signUp, factors } = props;
  const { mfa } = props.settings;
  if (signUp === 'federation' || signUp === 'none')
    return {
      emailConfiguration: cognitoSender,
      accountRecoverySetting: { recoveryMechanism: [{ name: 'admin_only', priority: 1 }] },
    };
  // With an unverified number, a second factor could go to a stranger.
  const proved = ['email', ...(factors?.sms && mfa !== 'OFF' ? ['phone_number'] : [])];
  return {
    emailConfiguration: senderOf(props),
    // A new address takes effect only once its owner has verified it.
    autoVerifiedAttributes: proved,
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: proved },
    // Only by email, so that one stolen SIM card is never both the second factor and the way around it.
    accountRecoverySetting: { recoveryMechanism: [{ name: 'verified_email', priority: 1 }] },
  };
}

/**
 * A user pool, at the address `<scope>_pool`. Usernames are email addresses, in any letter case.
 * `usernameAttributes` and `usernameConfiguration` can never change: AWS would create a new, empty pool.
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
    // Threat protection detects passwords that leaked elsewhere; without this it would only log them.
    new CognitoRiskConfiguration(scope, 'risk', {
      userPoolId: pool.id,
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: 'BLOCK' } },
    });
  return pool;
}
