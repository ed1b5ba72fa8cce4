import type { Json } from '../../model';
import { all, changed, compared, flag, lost, text, weakerIn } from '../compare';
import { blocks, texts, without } from '../values';
import { list } from '../words';

const selfSignUp = compared({
  id: 'self-sign-up-opened',
  path: 'admin_create_user_config.allow_admin_create_user_only',
  of: flag(false),
  worse: (before, after) => before && !after,
  what: () => 'anyone could sign up, now only an administrator can create users',
});

/** By default, Cognito recovers by phone, or by email if there is no phone number ("Recovering user accounts"). */
const recoveries = (setting: Json | undefined) =>
  setting === undefined
    ? ['verified_email', 'verified_phone_number']
    : texts(blocks(setting).map(({ name }) => name ?? null)).filter((name) => name !== 'admin_only');

const recovery = compared({
  id: 'account-recovery-wider',
  path: 'account_recovery_setting.recovery_mechanism',
  of: recoveries,
  worse: (before, after) => without(after, before).length > 0,
  what: (before, after) => `forgotten passwords could also be reset by ${list(without(after, before))}`,
});

/** A passkey resists phishing, so it does not count as weaker; a code alone does not. */
const firstFactor = compared({
  id: 'auth-flows-wider',
  path: 'sign_in_policy.allowed_first_auth_factors',
  of: (value) => (value === undefined ? ['PASSWORD'] : texts(value)),
  worse: (before, after) => without(after, [...before, 'WEB_AUTHN']).length > 0,
  what: (before, after) => `users could sign in with ${list(without(after, [...before, 'WEB_AUTHN']))} alone`,
});

const unverified = (path: string, what: (names: string) => string) =>
  lost('verification-weakened', path, (names) => what(list(names)));

const passkeysLost = changed(
  'passkeys-lost',
  'web_authn_configuration.relying_party_id',
  (before, after) =>
    `passkeys would belong to ${after || "the pool's own domain"}, now ${before || "the pool's own domain"}`,
);

const sender = compared({
  id: 'sender-lowered',
  path: 'email_configuration.email_sending_account',
  of: text('COGNITO_DEFAULT'),
  worse: weakerIn('COGNITO_DEFAULT', 'DEVELOPER'),
  what: () => "mails would come from Cognito's own sender, now from SES",
});

/** How users get an account, and recover it. */
export const signIn = all(
  selfSignUp,
  recovery,
  firstFactor,
  unverified('auto_verified_attributes', (names) => `${names} would no longer be verified by a code`),
  unverified(
    'user_attribute_update_settings.attributes_require_verification_before_update',
    (names) => `a new ${names} would take effect before it is verified`,
  ),
  passkeysLost,
  sender,
);
