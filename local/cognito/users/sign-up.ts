import { randomUUID } from 'node:crypto';
import type {
  ConfirmForgotPasswordRequest,
  ConfirmSignUpRequest,
  ForgotPasswordRequest,
  ResendConfirmationCodeRequest,
  SignUpRequest,
  SignUpResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Cognito, Operation } from '../call';
import { invalid, unauthorized } from '../errors';
import type { Client, Pool } from '../model';
import { checkSecretHash } from '../sign-in/secret-hash';
import { postConfirmation, preSignUp } from '../triggers/triggers';
import { delivery, sendCode, useCode } from './codes';
import { checkPasswordPolicy } from './password-policy';
import {
  type Attributes,
  attributeList,
  attributeMap,
  checkAttributes,
  checkRequired,
  checkWritable,
} from './user-attributes';
import { canonical, findUser, keepPassword, placeholderPassword, setPassword, type User } from './users';

type Input = {
  ClientId?: string | undefined;
  Username?: string | undefined;
  SecretHash?: string | undefined;
};

/** Pool and client of an end user's call, once the secret hash is verified. */
function entry({ state }: Cognito, { ClientId = '', Username = '', SecretHash }: Input) {
  const found = state.byClient(ClientId);
  checkSecretHash(found.client, SecretHash, [Username]);
  return found;
}

/** The user; undefined if there is none and the client hides that. */
async function visible(
  cognito: Cognito,
  pool: Pool,
  client: Client,
  name: string | undefined,
): Promise<User | undefined> {
  try {
    return await findUser(cognito, pool, name);
  } catch (error) {
    const unknown = error instanceof AwsError && error.type === 'UserNotFoundException';
    if (unknown && client.PreventUserExistenceErrors === 'ENABLED') return undefined;
    throw error;
  }
}

/** Marks a user who signed up as confirmed, sets the given attributes, and runs the post-confirmation function. */
async function confirm(
  cognito: Cognito,
  { pool, client, user }: { pool: Pool; client: Client; user: User },
  marks: Attributes,
  from: { clientMetadata: Record<string, string> | undefined; userAgent: string },
): Promise<void> {
  const who = { UserPoolId: pool.id, Username: user.username };
  await cognito.moto(pool, 'AdminConfirmSignUp', who);
  const UserAttributes = attributeList(marks);
  if (UserAttributes.length)
    await cognito.moto(pool, 'AdminUpdateUserAttributes', { ...who, UserAttributes });
  const occasion = { pool, clientId: client.ClientId, ...from };
  const confirmed = await findUser(cognito, pool, user.username);
  await postConfirmation(cognito, 'PostConfirmation_ConfirmSignUp', { ...occasion, user: confirmed });
}

/** SignUp: refused if only administrators can create users, or by the pre-sign-up function. */
export const signUp: Operation<SignUpRequest> = async (cognito, call) => {
  const { input } = call;
  const { pool, client } = entry(cognito, input);
  if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly)
    throw unauthorized('SignUp is not permitted for this user pool');
  const schema = pool.settings.SchemaAttributes ?? [];
  const username = canonical(pool, input.Username);
  const given = attributeMap(input.UserAttributes);
  checkWritable(client.WriteAttributes, given);
  checkAttributes(schema, given, 'creation');
  const named = pool.settings.UsernameAttributes?.includes('email');
  checkRequired(schema, named ? { ...given, email: username } : given);
  checkPasswordPolicy(pool.settings.Policies?.PasswordPolicy ?? {}, input.Password ?? '');
  const { ValidationData, ClientMetadata: clientMetadata } = input;
  const decision = await preSignUp(cognito, 'PreSignUp_SignUp', {
    pool,
    clientId: client.ClientId,
    // If addresses are user names, the pool's own name of the user is a new id.
    username: pool.settings.UsernameAttributes?.length ? randomUUID() : username,
    attributes: named ? { ...given, email: username } : given,
    validationData: ValidationData && attributeMap(ValidationData),
    clientMetadata,
    userAgent: call.userAgent,
  });
  const answer = (await cognito.moto(pool, 'SignUp', {
    ClientId: client.ClientId,
    Username: username,
    Password: placeholderPassword(),
    UserAttributes: attributeList(given),
  })) as unknown as SignUpResponse;
  const user = await findUser(cognito, pool, username);
  keepPassword(cognito, pool, user.username, input.Password ?? '', false);
  if (decision.autoConfirmUser) {
    const marks: Attributes = {
      ...(decision.autoVerifyEmail && { email_verified: 'true' }),
      ...(decision.autoVerifyPhone && { phone_number_verified: 'true' }),
    };
    await confirm(cognito, { pool, client, user }, marks, { clientMetadata, userAgent: call.userAgent });
    return { UserConfirmed: true, UserSub: user.sub };
  }
  const sent = pool.settings.AutoVerifiedAttributes?.includes('email') && user.attributes.email;
  const details = sent ? sendCode(cognito, pool, user, 'sign-up') : undefined;
  return { UserConfirmed: answer.UserConfirmed, UserSub: user.sub, CodeDeliveryDetails: details };
};

/** ConfirmSignUp: the code verifies the e-mail address. */
export const confirmSignUp: Operation<ConfirmSignUpRequest> = async (cognito, call) => {
  const { pool, client } = entry(cognito, call.input);
  const user = await visible(cognito, pool, client, call.input.Username);
  if (!user)
    throw new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  if (user.status !== 'UNCONFIRMED')
    throw unauthorized(`User cannot be confirmed. Current status is ${user.status}`);
  useCode(cognito, pool, user.username, 'sign-up', call.input.ConfirmationCode);
  const { ClientMetadata: clientMetadata } = call.input;
  const from = { clientMetadata, userAgent: call.userAgent };
  await confirm(cognito, { pool, client, user }, { email_verified: 'true' }, from);
  return {};
};

/** ResendConfirmationCode. */
export const resendConfirmationCode: Operation<ResendConfirmationCodeRequest> = async (cognito, call) => {
  const { pool, client } = entry(cognito, call.input);
  const user = await visible(cognito, pool, client, call.input.Username);
  if (!user) return { CodeDeliveryDetails: delivery(canonical(pool, call.input.Username)) };
  if (user.status !== 'UNCONFIRMED') throw invalid('User is already confirmed.');
  return { CodeDeliveryDetails: sendCode(cognito, pool, user, 'sign-up') };
};

/**
 * ForgotPassword: sends a code to a verified address. An unknown user gets the same response if the client hides that.
 */
export const forgotPassword: Operation<ForgotPasswordRequest> = async (cognito, call) => {
  const { pool, client } = entry(cognito, call.input);
  const ways = pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  if (ways.every(({ Name }) => Name === 'admin_only'))
    throw unauthorized('Contact administrator to reset password.');
  const user = await visible(cognito, pool, client, call.input.Username);
  if (!user) return { CodeDeliveryDetails: delivery(canonical(pool, call.input.Username)) };
  if (!user.enabled) throw unauthorized('User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD')
    throw unauthorized('User password cannot be reset in the current state.');
  if (user.attributes.email_verified !== 'true')
    throw invalid(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  return { CodeDeliveryDetails: sendCode(cognito, pool, user, 'password-reset') };
};

/** ConfirmForgotPassword: sets a new password with the code. */
export const confirmForgotPassword: Operation<ConfirmForgotPasswordRequest> = async (cognito, call) => {
  const { pool, client } = entry(cognito, call.input);
  const user = await visible(cognito, pool, client, call.input.Username);
  if (!user)
    throw new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  checkPasswordPolicy(pool.settings.Policies?.PasswordPolicy ?? {}, call.input.Password ?? '');
  useCode(cognito, pool, user.username, 'password-reset', call.input.ConfirmationCode);
  await setPassword(cognito, pool, user.username, call.input.Password ?? '', true);
  const { ClientMetadata: clientMetadata } = call.input;
  const occasion = { pool, clientId: client.ClientId, clientMetadata, userAgent: call.userAgent };
  await postConfirmation(cognito, 'PostConfirmation_ConfirmForgotPassword', { ...occasion, user });
  return {};
};
