import { randomUUID } from 'node:crypto';
import type {
  AdminConfirmSignUpRequest,
  AdminCreateUserRequest,
  AdminDeleteUserAttributesRequest,
  AdminGetUserRequest,
  AdminResetUserPasswordRequest,
  AdminSetUserMFAPreferenceRequest,
  AdminSetUserPasswordRequest,
  AdminUpdateUserAttributesRequest,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Call, Cognito, Operation } from '../call';
import { invalid } from '../errors';
import type { Pool } from '../model';
import { mfaOf, setPreference } from '../sign-in/mfa-preference';
import { postConfirmation, preSignUp } from '../triggers/triggers';
import { sendCode } from './codes';
import { checkPasswordPolicy, randomPassword } from './password-policy';
import { attributeList, attributeMap, checkAttributes } from './user-attributes';
import {
  canonical,
  endSignIns,
  findUser,
  forgetUser,
  keepPassword,
  placeholderPassword,
  setPassword,
  writeAttributes,
} from './users';

type UserCall = Call<{ UserPoolId?: string | undefined; Username?: string | undefined }>;

const poolOf = ({ state }: Cognito, call: UserCall): Pool =>
  state.pool(call.input.UserPoolId as string, call);

/** Forwards an operation on one user to moto, with the user name as the pool stores it. */
const passOn = (cognito: Cognito, pool: Pool, call: UserCall) =>
  cognito.moto(pool, call.operation, { ...call.input, Username: canonical(pool, call.input.Username) });

async function resendInvitation(
  cognito: Cognito,
  pool: Pool,
  input: AdminCreateUserRequest,
): Promise<object> {
  const user = await findUser(cognito, pool, input.Username);
  if (user.status !== 'FORCE_CHANGE_PASSWORD')
    throw new AwsError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
    );
  const password =
    input.TemporaryPassword ?? randomPassword(pool.settings.Policies?.PasswordPolicy?.MinimumLength ?? 8);
  keepPassword(cognito, pool, user.username, password, true);
  pool.outbox.push({ to: user.attributes.email ?? user.username, subject: 'invitation', secret: password });
  const Attributes = attributeList(user.attributes);
  return { User: { Username: user.username, UserStatus: user.status, Enabled: user.enabled, Attributes } };
}

/** AdminCreateUser: with a given or generated temporary password, which the invitation contains. */
export const adminCreateUser: Operation<AdminCreateUserRequest> = async (cognito, call) => {
  const { input } = call;
  const pool = poolOf(cognito, call);
  if (input.MessageAction === 'RESEND') return resendInvitation(cognito, pool, input);
  const policy = pool.settings.Policies?.PasswordPolicy ?? {};
  const password = input.TemporaryPassword ?? randomPassword(policy.MinimumLength ?? 8);
  checkPasswordPolicy(policy, password);
  const given = attributeMap(input.UserAttributes);
  checkAttributes(pool.settings.SchemaAttributes ?? [], given, 'creation');
  if (given.email) given.email = canonical(pool, given.email);
  await preSignUp(cognito, 'PreSignUp_AdminCreateUser', {
    pool,
    // If addresses are user names, the pool's own name of the user is a new id.
    username: pool.settings.UsernameAttributes?.length ? randomUUID() : canonical(pool, input.Username),
    attributes: given,
    validationData: input.ValidationData && attributeMap(input.ValidationData),
    clientMetadata: input.ClientMetadata,
    userAgent: call.userAgent,
  });
  const answer = await cognito.moto(pool, 'AdminCreateUser', {
    UserPoolId: pool.id,
    Username: canonical(pool, input.Username),
    UserAttributes: attributeList(given),
    TemporaryPassword: placeholderPassword(),
    MessageAction: input.MessageAction,
  });
  const user = answer.User as UserType & { Username: string };
  keepPassword(cognito, pool, user.Username, password, true);
  if (input.MessageAction !== 'SUPPRESS')
    pool.outbox.push({ to: given.email ?? user.Username, subject: 'invitation', secret: password });
  return { User: user };
};

/** AdminConfirmSignUp: without a code. */
export const adminConfirmSignUp: Operation<AdminConfirmSignUpRequest> = async (cognito, call) => {
  const pool = poolOf(cognito, call);
  await passOn(cognito, pool, call);
  const { ClientMetadata: clientMetadata } = call.input;
  const user = await findUser(cognito, pool, call.input.Username);
  const occasion = { pool, clientMetadata, userAgent: call.userAgent, user };
  await postConfirmation(cognito, 'PostConfirmation_ConfirmSignUp', occasion);
  return {};
};

/** AdminGetUser: moto's user, plus the second factors stored here. */
export const adminGetUser: Operation<AdminGetUserRequest> = async (cognito, call) => {
  const pool = poolOf(cognito, call);
  const found = await passOn(cognito, pool, call);
  return { ...found, ...mfaOf(pool, found.Username as string) };
};

/** AdminSetUserPassword. */
export const adminSetUserPassword: Operation<AdminSetUserPasswordRequest> = async (cognito, call) => {
  const pool = poolOf(cognito, call);
  const { username } = await findUser(cognito, pool, call.input.Username);
  await setPassword(cognito, pool, username, call.input.Password as string, call.input.Permanent ?? false);
  return {};
};

/** AdminUpdateUserAttributes. */
export const adminUpdateUserAttributes: Operation<AdminUpdateUserAttributesRequest> = async (
  cognito,
  call,
) => {
  const pool = poolOf(cognito, call);
  const given = attributeMap(call.input.UserAttributes);
  checkAttributes(pool.settings.SchemaAttributes ?? [], given, 'update');
  await writeAttributes(cognito, pool, await findUser(cognito, pool, call.input.Username), given);
  return {};
};

/** AdminDeleteUserAttributes: refuses immutable attributes. */
export const adminDeleteUserAttributes: Operation<AdminDeleteUserAttributesRequest> = async (
  cognito,
  call,
) => {
  const pool = poolOf(cognito, call);
  const names = Object.fromEntries((call.input.UserAttributeNames ?? []).map((name) => [name, '']));
  checkAttributes(pool.settings.SchemaAttributes ?? [], names, 'update');
  return passOn(cognito, pool, call);
};

/** AdminDeleteUser: deletes everything about the user. */
export const adminDeleteUser: Operation<UserCall['input']> = async (cognito, call) => {
  const pool = poolOf(cognito, call);
  const { username } = await findUser(cognito, pool, call.input.Username);
  await passOn(cognito, pool, call);
  forgetUser(pool, username);
  return {};
};

/** AdminUserGlobalSignOut. */
export const adminUserGlobalSignOut: Operation<UserCall['input']> = async (cognito, call) => {
  const pool = poolOf(cognito, call);
  endSignIns(pool, (await findUser(cognito, pool, call.input.Username)).username);
  return {};
};

/** AdminDisableUser: revokes the user's tokens, and enabling the user doesn't restore them. */
export const adminDisableUser: Operation<UserCall['input']> = async (cognito, call) => {
  const pool = poolOf(cognito, call);
  endSignIns(pool, (await findUser(cognito, pool, call.input.Username)).username);
  return passOn(cognito, pool, call);
};

/** AdminResetUserPassword: the user must set a new password with the code sent. */
export const adminResetUserPassword: Operation<AdminResetUserPasswordRequest> = async (cognito, call) => {
  const pool = poolOf(cognito, call);
  const answer = await passOn(cognito, pool, call);
  sendCode(cognito, pool, await findUser(cognito, pool, call.input.Username), 'password-reset');
  return answer;
};

/** AdminSetUserMFAPreference. */
export const adminSetUserMfaPreference: Operation<AdminSetUserMFAPreferenceRequest> = async (
  cognito,
  call,
) => {
  const pool = poolOf(cognito, call);
  setPreference(pool, await findUser(cognito, pool, call.input.Username), call.input);
  return {};
};

/** Operations on one user that moto handles well, given the user name as the pool stores it. */
export const passUserOn: Operation<UserCall['input']> = async (cognito, call) => {
  if (!call.input.Username) throw invalid('Username must not be empty.');
  return passOn(cognito, poolOf(cognito, call), call);
};
