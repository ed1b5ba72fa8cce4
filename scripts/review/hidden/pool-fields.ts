import type { Fields } from './fields';

/**
 * Every setting of `UpdateUserPool`. Which of them the provider sends was observed in its requests; for those that AWS
 * keeps, the reason is given. test/scripts/review/hidden/fields.test.ts compares this with the SDK and with the
 * provider's arguments, and fails for an unclassified setting.
 */
export const poolFields: Fields = {
  UserPoolId: { known: 'id' },
  'Policies.PasswordPolicy.MinimumLength': { known: 'password_policy.minimum_length' },
  'Policies.PasswordPolicy.RequireUppercase': { known: 'password_policy.require_uppercase' },
  'Policies.PasswordPolicy.RequireLowercase': { known: 'password_policy.require_lowercase' },
  'Policies.PasswordPolicy.RequireNumbers': { known: 'password_policy.require_numbers' },
  'Policies.PasswordPolicy.RequireSymbols': { known: 'password_policy.require_symbols' },
  'Policies.PasswordPolicy.PasswordHistorySize': { known: 'password_policy.password_history_size' },
  'Policies.PasswordPolicy.TemporaryPasswordValidityDays': {
    known: 'password_policy.temporary_password_validity_days',
  },
  'Policies.SignInPolicy.AllowedFirstAuthFactors': { known: 'sign_in_policy.allowed_first_auth_factors' },
  DeletionProtection: { known: 'deletion_protection' },
  'LambdaConfig.PreSignUp': { known: 'lambda_config.pre_sign_up' },
  'LambdaConfig.CustomMessage': { known: 'lambda_config.custom_message' },
  'LambdaConfig.PostConfirmation': { known: 'lambda_config.post_confirmation' },
  'LambdaConfig.PreAuthentication': { known: 'lambda_config.pre_authentication' },
  'LambdaConfig.PostAuthentication': { known: 'lambda_config.post_authentication' },
  'LambdaConfig.DefineAuthChallenge': { known: 'lambda_config.define_auth_challenge' },
  'LambdaConfig.CreateAuthChallenge': { known: 'lambda_config.create_auth_challenge' },
  'LambdaConfig.VerifyAuthChallengeResponse': { known: 'lambda_config.verify_auth_challenge_response' },
  'LambdaConfig.PreTokenGeneration': { known: 'lambda_config.pre_token_generation' },
  'LambdaConfig.UserMigration': { known: 'lambda_config.user_migration' },
  'LambdaConfig.PreTokenGenerationConfig.LambdaVersion': {
    known: 'lambda_config.pre_token_generation_config.lambda_version',
  },
  'LambdaConfig.PreTokenGenerationConfig.LambdaArn': {
    known: 'lambda_config.pre_token_generation_config.lambda_arn',
  },
  'LambdaConfig.CustomSMSSender.LambdaVersion': { known: 'lambda_config.custom_sms_sender.lambda_version' },
  'LambdaConfig.CustomSMSSender.LambdaArn': { known: 'lambda_config.custom_sms_sender.lambda_arn' },
  'LambdaConfig.CustomEmailSender.LambdaVersion': {
    known: 'lambda_config.custom_email_sender.lambda_version',
  },
  'LambdaConfig.CustomEmailSender.LambdaArn': { known: 'lambda_config.custom_email_sender.lambda_arn' },
  'LambdaConfig.KMSKeyID': { known: 'lambda_config.kms_key_id' },
  'LambdaConfig.InboundFederation': { reset: null },
  AutoVerifiedAttributes: { known: 'auto_verified_attributes' },
  SmsVerificationMessage: { known: 'sms_verification_message' },
  EmailVerificationMessage: { known: 'email_verification_message' },
  EmailVerificationSubject: { known: 'email_verification_subject' },
  'VerificationMessageTemplate.SmsMessage': { known: 'verification_message_template.sms_message' },
  'VerificationMessageTemplate.EmailMessage': { known: 'verification_message_template.email_message' },
  'VerificationMessageTemplate.EmailSubject': { known: 'verification_message_template.email_subject' },
  'VerificationMessageTemplate.EmailMessageByLink': {
    known: 'verification_message_template.email_message_by_link',
  },
  'VerificationMessageTemplate.EmailSubjectByLink': {
    known: 'verification_message_template.email_subject_by_link',
  },
  'VerificationMessageTemplate.DefaultEmailOption': {
    known: 'verification_message_template.default_email_option',
  },
  SmsAuthenticationMessage: { known: 'sms_authentication_message' },
  'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate': {
    known: 'user_attribute_update_settings.attributes_require_verification_before_update',
  },
  MfaConfiguration: { known: 'mfa_configuration' },
  'DeviceConfiguration.ChallengeRequiredOnNewDevice': {
    known: 'device_configuration.challenge_required_on_new_device',
  },
  'DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt': {
    known: 'device_configuration.device_only_remembered_on_user_prompt',
  },
  'EmailConfiguration.SourceArn': { known: 'email_configuration.source_arn' },
  'EmailConfiguration.ReplyToEmailAddress': { known: 'email_configuration.reply_to_email_address' },
  'EmailConfiguration.EmailSendingAccount': { known: 'email_configuration.email_sending_account' },
  'EmailConfiguration.From': { known: 'email_configuration.from_email_address' },
  'EmailConfiguration.ConfigurationSet': { known: 'email_configuration.configuration_set' },
  'SmsConfiguration.SnsCallerArn': { known: 'sms_configuration.sns_caller_arn' },
  'SmsConfiguration.ExternalId': { known: 'sms_configuration.external_id' },
  'SmsConfiguration.SnsRegion': { known: 'sms_configuration.sns_region' },
  'SmsConfiguration.EumsSms': { reset: null },
  UserPoolTags: { stays: 'the provider tags with TagResource, and no tag is lost' },
  'AdminCreateUserConfig.AllowAdminCreateUserOnly': {
    known: 'admin_create_user_config.allow_admin_create_user_only',
  },
  'AdminCreateUserConfig.UnusedAccountValidityDays': {
    stays: 'the older name of Policies.PasswordPolicy.TemporaryPasswordValidityDays',
  },
  'AdminCreateUserConfig.InviteMessageTemplate.SMSMessage': {
    known: 'admin_create_user_config.invite_message_template.sms_message',
  },
  'AdminCreateUserConfig.InviteMessageTemplate.EmailMessage': {
    known: 'admin_create_user_config.invite_message_template.email_message',
  },
  'AdminCreateUserConfig.InviteMessageTemplate.EmailSubject': {
    known: 'admin_create_user_config.invite_message_template.email_subject',
  },
  'UserPoolAddOns.AdvancedSecurityMode': { known: 'user_pool_add_ons.advanced_security_mode' },
  'UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode': {
    known: 'user_pool_add_ons.advanced_security_additional_flows.custom_auth_mode',
  },
  DcrConfiguration: {
    stays: 'left out, "Amazon Cognito keeps the existing configuration" (API reference, UpdateUserPool)',
  },
  'AccountRecoverySetting.RecoveryMechanisms.Priority': {
    known: 'account_recovery_setting.recovery_mechanism.priority',
  },
  'AccountRecoverySetting.RecoveryMechanisms.Name': {
    known: 'account_recovery_setting.recovery_mechanism.name',
  },
  PoolName: {
    stays: 'the provider replaces a pool to rename it, and an update of another setting leaves the name',
  },
  UserPoolTier: { known: 'user_pool_tier' },
  'KeyConfiguration.KeyType': { reset: 'AWS_OWNED_KEY' },
  'KeyConfiguration.KmsKeyArn': { reset: null },
  'IssuerConfiguration.Type': { reset: 'ORIGINAL' },
  AcrConfiguration: {
    reset: {
      Level1: { AcrValue: 'urn:cognito:loa:1' },
      Level2: { AcrValue: 'urn:cognito:loa:2' },
      Level3: { AcrValue: 'urn:cognito:loa:3' },
      Level4: { AcrValue: 'urn:cognito:loa:4' },
    },
  },
};

/** Every setting of `SetUserPoolMfaConfig`, which writes all second factors whenever one changes. */
export const mfaFields: Fields = {
  UserPoolId: { known: 'id' },
  'SmsMfaConfiguration.SmsAuthenticationMessage': { known: 'sms_authentication_message' },
  'SmsMfaConfiguration.SmsConfiguration.SnsCallerArn': { known: 'sms_configuration.sns_caller_arn' },
  'SmsMfaConfiguration.SmsConfiguration.ExternalId': { known: 'sms_configuration.external_id' },
  'SmsMfaConfiguration.SmsConfiguration.SnsRegion': { known: 'sms_configuration.sns_region' },
  'SmsMfaConfiguration.SmsConfiguration.EumsSms': { reset: null },
  'SoftwareTokenMfaConfiguration.Enabled': { known: 'software_token_mfa_configuration.enabled' },
  'EmailMfaConfiguration.Message': { known: 'email_mfa_configuration.message' },
  'EmailMfaConfiguration.Subject': { known: 'email_mfa_configuration.subject' },
  MfaConfiguration: { known: 'mfa_configuration' },
  'WebAuthnConfiguration.RelyingPartyId': { known: 'web_authn_configuration.relying_party_id' },
  'WebAuthnConfiguration.UserVerification': { known: 'web_authn_configuration.user_verification' },
  'WebAuthnConfiguration.FactorConfiguration': { reset: 'SINGLE_FACTOR' },
};
