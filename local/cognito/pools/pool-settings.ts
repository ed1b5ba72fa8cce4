import type {
  LambdaConfigType,
  UpdateUserPoolRequest,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import { invalid } from '../errors';

/** The part of a pool's description that requests set. */
type Settings = Omit<Partial<UserPoolType>, 'CreationDate' | 'LastModifiedDate'>;

/** Settings of both creation and update. Omitted ones get AWS's default, even on update. */
type Given = Omit<UpdateUserPoolRequest, 'UserPoolId'>;

/** AWS's default policy requires all of these; a given policy requires only what it names. */
const required = {
  RequireUppercase: true,
  RequireLowercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
const notRequired = {
  RequireUppercase: false,
  RequireLowercase: false,
  RequireNumbers: false,
  RequireSymbols: false,
};

/** The old and the new setting for the pre-token hook mirror each other. */
function hooks(given: LambdaConfigType = {}): LambdaConfigType {
  const { PreTokenGeneration: arn, PreTokenGenerationConfig: config } = given;
  if (arn && config && config.LambdaArn !== arn)
    throw invalid('PreTokenGeneration and PreTokenGenerationConfig must name the same function.');
  if (config) return { ...given, PreTokenGeneration: config.LambdaArn };
  if (arn) return { ...given, PreTokenGenerationConfig: { LambdaArn: arn, LambdaVersion: 'V1_0' } };
  return given;
}

/** The older parameters for verification messages mirror the template. */
function messages(given: Given): Settings {
  const template = {
    SmsMessage: given.SmsVerificationMessage,
    EmailMessage: given.EmailVerificationMessage,
    EmailSubject: given.EmailVerificationSubject,
    DefaultEmailOption: 'CONFIRM_WITH_CODE' as const,
    ...given.VerificationMessageTemplate,
  };
  return {
    SmsVerificationMessage: template.SmsMessage,
    EmailVerificationMessage: template.EmailMessage,
    EmailVerificationSubject: template.EmailSubject,
    VerificationMessageTemplate: template,
  };
}

/** Refuses features that the plan doesn't include, as AWS does. Throws FeatureUnavailableInTierException. */
function checkTier(tier: string, given: Given): void {
  const refuse = (feature: string, plans: string) => {
    throw new AwsError(
      'FeatureUnavailableInTierException',
      `${feature} is not available in the ${tier} feature plan; it needs ${plans}.`,
    );
  };
  const mode = given.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  const version = given.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  if (tier !== 'PLUS' && mode !== 'OFF') refuse('Threat protection (AdvancedSecurityMode)', 'PLUS');
  if (tier !== 'LITE') return;
  if (version !== 'V1_0') refuse(`Pre token generation trigger event ${version}`, 'ESSENTIALS or PLUS');
  if (given.Policies?.PasswordPolicy?.PasswordHistorySize) refuse('Password history', 'ESSENTIALS or PLUS');
}

/** The pool's encryption key, the issuer in its tokens, and the names of authentication levels. */
function restricted(tier: string, given: Given): Settings {
  const { KeyConfiguration, IssuerConfiguration, AcrConfiguration } = given;
  if (KeyConfiguration?.KeyType === 'CUSTOMER_MANAGED_KEY' && !KeyConfiguration.KmsKeyArn)
    throw invalid('KmsKeyArn is required when KeyType is CUSTOMER_MANAGED_KEY');
  if (AcrConfiguration && tier === 'LITE')
    throw new AwsError(
      'FeatureUnavailableInTierException',
      'AcrConfiguration is not available in the LITE feature plan; it needs ESSENTIALS or PLUS.',
    );
  return {
    KeyConfiguration: KeyConfiguration ?? { KeyType: 'AWS_OWNED_KEY' },
    IssuerConfiguration: IssuerConfiguration ?? { Type: 'ORIGINAL' },
    AcrConfiguration,
  };
}

function check(given: Given): void {
  const verified = given.AutoVerifiedAttributes ?? [];
  const held = given.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (held.some((name) => !verified.includes(name)))
    throw invalid(
      'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
    );
  const length = given.Policies?.PasswordPolicy?.MinimumLength ?? 8;
  if (length < 6 || length > 99) throw invalid('Password policy MinimumLength must be between 6 and 99.');
  const days = given.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays;
  const unused = given.AdminCreateUserConfig?.UnusedAccountValidityDays;
  if (days !== undefined && unused !== undefined && days !== unused)
    throw invalid(
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    );
}

/**
 * The part of a pool's description that requests set, with AWS's defaults for omitted settings. Throws
 * InvalidParameterException and FeatureUnavailableInTierException.
 */
export function describeSettings(given: Given): Settings {
  check(given);
  const tier = given.UserPoolTier ?? 'ESSENTIALS';
  checkTier(tier, given);
  const unused = given.AdminCreateUserConfig?.UnusedAccountValidityDays;
  const password = {
    MinimumLength: 8,
    TemporaryPasswordValidityDays: 7,
    ...(given.Policies?.PasswordPolicy ? notRequired : required),
    ...(unused !== undefined && { TemporaryPasswordValidityDays: unused }),
    ...given.Policies?.PasswordPolicy,
  };
  return {
    Policies: {
      PasswordPolicy: password,
      SignInPolicy: given.Policies?.SignInPolicy ?? { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: given.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: hooks(given.LambdaConfig),
    AutoVerifiedAttributes: given.AutoVerifiedAttributes,
    ...messages(given),
    SmsAuthenticationMessage: given.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: given.UserAttributeUpdateSettings ?? {
      AttributesRequireVerificationBeforeUpdate: [],
    },
    MfaConfiguration: given.MfaConfiguration ?? 'OFF',
    DeviceConfiguration: given.DeviceConfiguration,
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ...given.EmailConfiguration },
    SmsConfiguration: given.SmsConfiguration,
    UserPoolTags: given.UserPoolTags ?? {},
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: false,
      ...given.AdminCreateUserConfig,
      UnusedAccountValidityDays: password.TemporaryPasswordValidityDays,
    },
    UserPoolAddOns: given.UserPoolAddOns,
    AccountRecoverySetting: given.AccountRecoverySetting ?? {
      RecoveryMechanisms: [
        { Priority: 1, Name: 'verified_email' },
        { Priority: 2, Name: 'verified_phone_number' },
      ],
    },
    UserPoolTier: tier,
    DcrConfiguration: given.DcrConfiguration,
    ...restricted(tier, given),
  };
}
