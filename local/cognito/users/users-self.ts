import type {
  ChangePasswordRequest,
  DeleteUserAttributesRequest,
  DeleteUserRequest,
  GetUserRequest,
  GlobalSignOutRequest,
  RevokeTokenRequest,
  SetUserMFAPreferenceRequest,
  UpdateUserAttributesRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Operation } from '../call';
import { badCredentials, unauthorized } from '../errors';
import { opens } from '../pools/client-secrets';
import { mfaOf, setPreference } from '../sign-in/mfa-preference';
import { callerOf } from '../tokens/access-token';
import { attributeList, attributeMap, checkAttributes, checkWritable } from './user-attributes';
import { endSignIns, forgetUser, passwordMatches, setPassword, writeAttributes } from './users';

/** GetUser: the attributes that the token's client can read. */
export const getUser: Operation<GetUserRequest> = async (cognito, call) => {
  const { pool, client, user } = await callerOf(cognito, call.input.AccessToken);
  const readable = client.ReadAttributes;
  const shown = Object.entries(user.attributes).filter(
    ([name]) => name === 'sub' || !readable?.length || readable.includes(name),
  );
  const UserAttributes = attributeList(Object.fromEntries(shown));
  return { Username: user.username, UserAttributes, ...mfaOf(pool, user.username) };
};

/**
 * UpdateUserAttributes: attributes that the client can write and the schema lets change. A new address is unverified.
 */
export const updateUserAttributes: Operation<UpdateUserAttributesRequest> = async (cognito, call) => {
  const { pool, client, user } = await callerOf(cognito, call.input.AccessToken);
  const given = attributeMap(call.input.UserAttributes);
  checkWritable(client.WriteAttributes, given);
  checkAttributes(pool.settings.SchemaAttributes ?? [], given, 'update');
  await writeAttributes(cognito, pool, user, given);
  return {};
};

/** DeleteUserAttributes. */
export const deleteUserAttributes: Operation<DeleteUserAttributesRequest> = async (cognito, call) => {
  const { pool, client, user } = await callerOf(cognito, call.input.AccessToken);
  const names = call.input.UserAttributeNames ?? [];
  const gone = Object.fromEntries(names.map((name) => [name, '']));
  checkWritable(client.WriteAttributes, gone);
  checkAttributes(pool.settings.SchemaAttributes ?? [], gone, 'update');
  const input = { UserPoolId: pool.id, Username: user.username, UserAttributeNames: names };
  await cognito.moto(pool, 'AdminDeleteUserAttributes', input);
  return {};
};

/** DeleteUser. */
export const deleteUser: Operation<DeleteUserRequest> = async (cognito, call) => {
  const { pool, user } = await callerOf(cognito, call.input.AccessToken);
  await cognito.moto(pool, 'AdminDeleteUser', { UserPoolId: pool.id, Username: user.username });
  forgetUser(pool, user.username);
  return {};
};

/** ChangePassword. */
export const changePassword: Operation<ChangePasswordRequest> = async (cognito, call) => {
  const { AccessToken, PreviousPassword = '', ProposedPassword = '' } = call.input;
  const { pool, user } = await callerOf(cognito, AccessToken);
  if (!passwordMatches(pool, user.username, PreviousPassword)) throw badCredentials();
  await setPassword(cognito, pool, user.username, ProposedPassword, true);
  return {};
};

/** SetUserMFAPreference. */
export const setUserMfaPreference: Operation<SetUserMFAPreferenceRequest> = async (cognito, call) => {
  const { pool, user } = await callerOf(cognito, call.input.AccessToken);
  setPreference(pool, user, call.input);
  return {};
};

/** GlobalSignOut. */
export const globalSignOut: Operation<GlobalSignOutRequest> = async (cognito, call) => {
  const { pool, user } = await callerOf(cognito, call.input.AccessToken);
  endSignIns(pool, user.username);
  return {};
};

/** RevokeToken: ends the sign-in of a refresh token, including its access tokens. */
export const revokeToken: Operation<RevokeTokenRequest> = async ({ state }, call) => {
  const { ClientId = '', ClientSecret, Token = '' } = call.input;
  const { pool, client } = state.byClient(ClientId);
  if (!opens(client, ClientSecret)) throw unauthorized(`Unable to verify the secret of client ${ClientId}`);
  if (!client.EnableTokenRevocation)
    throw new AwsError('UnsupportedOperationException', 'Token revocation is not enabled for this client.');
  if (Token.split('.').length === 3)
    throw new AwsError('UnsupportedTokenTypeException', 'The token is not a refresh token.');
  const signIn = pool.refreshTokens.get(Token)?.signIn;
  // An unknown token counts as revoked (RFC 7009).
  if (signIn && signIn.clientId !== ClientId)
    throw new AwsError('UnauthorizedException', 'The token belongs to another client.');
  if (signIn) signIn.revoked = true;
  return {};
};
