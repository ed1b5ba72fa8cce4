import type {
  LambdaConfigType,
  UpdateUserPoolRequest,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { failure } from '../cli/errors';

/** Arguments of Terraform's `lambda_config` → members in the API. The pre-token hook has two names for the same thing. */
const members: Readonly<Record<string, readonly (keyof LambdaConfigType)[]>> = {
  create_auth_challenge: ['CreateAuthChallenge'],
  custom_email_sender: ['CustomEmailSender'],
  custom_message: ['CustomMessage'],
  custom_sms_sender: ['CustomSMSSender'],
  define_auth_challenge: ['DefineAuthChallenge'],
  post_authentication: ['PostAuthentication'],
  post_confirmation: ['PostConfirmation'],
  pre_authentication: ['PreAuthentication'],
  pre_sign_up: ['PreSignUp'],
  pre_token_generation: ['PreTokenGeneration', 'PreTokenGenerationConfig'],
  user_migration: ['UserMigration'],
  verify_auth_challenge_response: ['VerifyAuthChallengeResponse'],
};

/** Throws for an unknown hook, which must never pass for a detached one. */
function membersOf(trigger: string): readonly (keyof LambdaConfigType)[] {
  const found = Object.hasOwn(members, trigger) ? members[trigger] : undefined;
  if (found) return found;
  throw failure(`there is no pool hook called ${trigger}`, 'add it to scripts/rollout/pool-update.ts');
}

/** ARN of the function that a pool's hook runs; undefined if it is not attached. */
export function functionIn({ LambdaConfig = {} }: UserPoolType, trigger: string): string | undefined {
  const [found] = membersOf(trigger).flatMap((member) => LambdaConfig[member] ?? []);
  return typeof found === 'string' ? found : found?.LambdaArn;
}

function without(config: LambdaConfigType | undefined, triggers: readonly string[]): LambdaConfigType {
  const gone: readonly string[] = triggers.flatMap(membersOf);
  return Object.fromEntries(Object.entries(config ?? {}).filter(([member]) => !gone.includes(member)));
}

/** Removes AWS's own tags, which cannot be set. */
const ownTags = (tags: Record<string, string> | undefined) =>
  tags && Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));

/** Every setting of an update except the pool's id. If the API adds one, this does not compile until it is handled. */
type Everything = {
  [K in keyof Required<Omit<UpdateUserPoolRequest, 'UserPoolId'>>]: UpdateUserPoolRequest[K];
};

/**
 * The update that removes hooks from a pool and keeps everything else: omitted settings revert to their defaults
 * (API reference, UpdateUserPool), so it repeats everything that Cognito describes.
 */
export function updateWithout(pool: UserPoolType, triggers: readonly string[]): UpdateUserPoolRequest {
  // Cognito refuses a request with both settings for a temporary password's validity: the password policy's is the newer.
  const { UnusedAccountValidityDays: _, ...adminCreateUserConfig } = pool.AdminCreateUserConfig ?? {};
  const settings: Everything = {
    Policies: pool.Policies,
    DeletionProtection: pool.DeletionProtection,
    LambdaConfig: without(pool.LambdaConfig, triggers),
    AutoVerifiedAttributes: pool.AutoVerifiedAttributes,
    SmsVerificationMessage: pool.SmsVerificationMessage,
    EmailVerificationMessage: pool.EmailVerificationMessage,
    EmailVerificationSubject: pool.EmailVerificationSubject,
    VerificationMessageTemplate: pool.VerificationMessageTemplate,
    SmsAuthenticationMessage: pool.SmsAuthenticationMessage,
    UserAttributeUpdateSettings: pool.UserAttributeUpdateSettings,
    MfaConfiguration: pool.MfaConfiguration,
    DeviceConfiguration: pool.DeviceConfiguration,
    EmailConfiguration: pool.EmailConfiguration,
    SmsConfiguration: pool.SmsConfiguration,
    UserPoolTags: ownTags(pool.UserPoolTags),
    AdminCreateUserConfig: pool.AdminCreateUserConfig && adminCreateUserConfig,
    UserPoolAddOns: pool.UserPoolAddOns,
    DcrConfiguration: pool.DcrConfiguration,
    AccountRecoverySetting: pool.AccountRecoverySetting,
    PoolName: pool.Name,
    UserPoolTier: pool.UserPoolTier,
    KeyConfiguration: pool.KeyConfiguration,
    IssuerConfiguration: pool.IssuerConfiguration,
    AcrConfiguration: pool.AcrConfiguration,
  };
  return { UserPoolId: pool.Id, ...settings };
}

/** What Cognito changes by itself. */
const moving: readonly (keyof UserPoolType)[] = ['LastModifiedDate', 'EstimatedNumberOfUsers'];

/** Sorted settings in which a pool differs from before, except the hooks that were removed. */
export function differences(
  before: UserPoolType,
  after: UserPoolType,
  triggers: readonly string[],
): string[] {
  const wanted = { ...before, LambdaConfig: without(before.LambdaConfig, triggers) };
  const now = { ...after, LambdaConfig: after.LambdaConfig ?? {} };
  const names = new Set([...Object.keys(wanted), ...Object.keys(now)]) as Set<keyof UserPoolType>;
  return [...names]
    .filter((name) => !moving.includes(name) && canonical(wanted[name]) !== canonical(now[name]))
    .sort();
}

/** A string that does not depend on AWS's ordering. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (Array.isArray(part)) return part.map(canonical).sort();
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  }) ?? '';
