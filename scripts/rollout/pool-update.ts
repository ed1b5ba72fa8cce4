import type {
  LambdaConfigType,
  UpdateUserPoolRequest,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { failure } from '../cli/errors';

/** Arguments of Terraform's `lambda_config` → members of the API's. The pre-token hook has two names, which mirror each other. */
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

/** Throws for a hook that this does not know: it must never be taken for one that is not attached. */
function membersOf(trigger: string): readonly (keyof LambdaConfigType)[] {
  const found = Object.hasOwn(members, trigger) ? members[trigger] : undefined;
  if (found) return found;
  throw failure(`no hook of a pool is called ${trigger}`, 'add it to scripts/rollout/pool-update.ts');
}

/** ARN of the function that a hook of the pool runs; undefined where it is not attached. */
export function functionIn({ LambdaConfig = {} }: UserPoolType, trigger: string): string | undefined {
  const [found] = membersOf(trigger).flatMap((member) => LambdaConfig[member] ?? []);
  return typeof found === 'string' ? found : found?.LambdaArn;
}

function without(config: LambdaConfigType | undefined, triggers: readonly string[]): LambdaConfigType {
  const gone: readonly string[] = triggers.flatMap(membersOf);
  return Object.fromEntries(Object.entries(config ?? {}).filter(([member]) => !gone.includes(member)));
}

/** Tags of AWS's own come with a pool and are nobody's to set. */
const ownTags = (tags: Record<string, string> | undefined) =>
  tags && Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));

/** Every setting of an update but the pool's id. A new one does not compile before it is written back, too. */
type Everything = {
  [K in keyof Required<Omit<UpdateUserPoolRequest, 'UserPoolId'>>]: UpdateUserPoolRequest[K];
};

/**
 * The update that takes hooks from a pool and leaves everything else: what an update leaves out goes back to its default
 * (API reference, UpdateUserPool), so it says all that Cognito describes.
 */
export function updateWithout(pool: UserPoolType, triggers: readonly string[]): UpdateUserPoolRequest {
  // A request with both names of how long a first password is valid is refused: the policy's own is the newer one.
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

/** What Cognito changes by itself, or counts. */
const moving: readonly (keyof UserPoolType)[] = ['LastModifiedDate', 'EstimatedNumberOfUsers'];

/** Settings in which a pool differs from what it was, the hooks apart that were taken from it; sorted. */
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

/** As text, whatever the order in which AWS names things. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => {
    if (Array.isArray(part)) return part.map(canonical).sort();
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  }) ?? '';
