import type {
  AdminGetUserResponse,
  GroupType,
  PasswordPolicyType,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Cognito, Moto } from '../call';

import type { Pool } from '../model';
import { newVerifier, provesPassword } from '../sign-in/srp';
import { secretsOf } from '../state';
import { checkPasswordPolicy, randomPassword } from './password-policy';
import { type Attributes, attributeList, attributeMap } from './user-attributes';

/** A user as stored in moto. */
export interface User {
  /** The pool's own name of the user; the same as `sub` if e-mail addresses are user names. */
  username: string;
  sub: string;
  status: string;
  enabled: boolean;
  attributes: Attributes;
}

/** A name as the pool stores it: case-insensitive pools use lower case. */
export const canonical = (pool: Pool, name = '') =>
  pool.settings.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name;

/** The user with this alias: a verified address, if the pool allows that. moto has no aliases. */
async function aliased(moto: Moto, pool: Pool, alias: string): Promise<string | undefined> {
  if (!pool.settings.AliasAttributes?.includes('email') || !/^[^"\\]+@[^"\\]+$/.test(alias)) return undefined;
  const { Users } = await moto(pool, 'ListUsers', { UserPoolId: pool.id, Filter: `email = "${alias}"` });
  const verified = (Users as UserType[]).find(
    (user) => attributeMap(user.Attributes).email_verified === 'true',
  );
  return verified?.Username;
}

/** The user with that name or alias. Throws UserNotFoundException. */
export async function findUser({ moto }: Cognito, pool: Pool, name: string | undefined): Promise<User> {
  const get = (Username: string) => moto(pool, 'AdminGetUser', { UserPoolId: pool.id, Username });
  const given = canonical(pool, name);
  const found = (await get(given).catch(async (error) => {
    const username = await aliased(moto, pool, given);
    if (username === undefined) throw error;
    return get(username);
  })) as unknown as AdminGetUserResponse;
  const attributes = attributeMap(found.UserAttributes);
  return {
    username: found.Username as string,
    sub: attributes.sub as string,
    status: found.UserStatus as string,
    enabled: found.Enabled ?? true,
    attributes,
  };
}

/** The user's groups, the one with the highest precedence (the lowest number) first. */
export async function groupsOf({ moto }: Cognito, pool: Pool, username: string): Promise<GroupType[]> {
  const input = { UserPoolId: pool.id, Username: username, Limit: 60 };
  const { Groups } = await moto(pool, 'AdminListGroupsForUser', input);
  const rank = ({ Precedence }: GroupType) => Precedence ?? Number.MAX_SAFE_INTEGER;
  const name = ({ GroupName }: GroupType) => GroupName as string;
  return [...(Groups as GroupType[])].sort((a, b) => rank(a) - rank(b) || (name(a) < name(b) ? -1 : 1));
}

const policyOf = (pool: Pool): PasswordPolicyType => pool.settings.Policies?.PasswordPolicy ?? {};

/** The password that moto gets instead: it satisfies every policy, and is used for nothing. */
export const placeholderPassword = () => randomPassword(98);

/**
 * Stores a new password's verifier, if the policy and the history allow it. A temporary password expires after the
 * pool's number of days. Throws InvalidPasswordException and PasswordHistoryPolicyException.
 */
export function keepPassword(
  cognito: Cognito,
  pool: Pool,
  username: string,
  password: string,
  temporary: boolean,
) {
  const policy = policyOf(pool);
  checkPasswordPolicy(policy, password);
  const secrets = secretsOf(pool, username);
  const history = policy.PasswordHistorySize ?? 0;
  const known = [secrets.verifier, ...secrets.earlier]
    .filter((verifier) => verifier !== undefined)
    .slice(0, history);
  if (known.some((verifier) => provesPassword(verifier, pool.id, username, password)))
    throw new AwsError('PasswordHistoryPolicyException', 'Password has previously been used');
  secrets.earlier = known;
  secrets.verifier = newVerifier(pool.id, username, password);
  const days = policy.TemporaryPasswordValidityDays ?? 7;
  secrets.temporaryUntil = temporary ? cognito.now() + days * 86_400_000 : undefined;
}

/** Sets a user's password here, and the user's status in moto. */
export async function setPassword(
  cognito: Cognito,
  pool: Pool,
  username: string,
  password: string,
  permanent: boolean,
) {
  keepPassword(cognito, pool, username, password, !permanent);
  await cognito.moto(pool, 'AdminSetUserPassword', {
    UserPoolId: pool.id,
    Username: username,
    Password: placeholderPassword(),
    Permanent: permanent,
  });
}

/**
 * Writes attributes to moto. A changed address becomes unverified unless the caller says otherwise; an unchanged one is
 * left out, because moto would report it as taken, by the user itself.
 */
export async function writeAttributes(
  { moto }: Cognito,
  pool: Pool,
  user: User,
  given: Attributes,
): Promise<void> {
  const changed: Attributes = { ...given };
  if (changed.email) changed.email = canonical(pool, changed.email);
  for (const address of ['email', 'phone_number']) {
    if (!changed[address]) continue;
    if (changed[address] === user.attributes[address]) delete changed[address];
    else changed[`${address}_verified`] ??= 'false';
  }
  const UserAttributes = attributeList(changed);
  const input = { UserPoolId: pool.id, Username: user.username, UserAttributes };
  if (UserAttributes.length) await moto(pool, 'AdminUpdateUserAttributes', input);
}

export function passwordMatches(pool: Pool, username: string, password: string): boolean {
  const verifier = pool.users.get(username)?.verifier;
  return verifier !== undefined && provesPassword(verifier, pool.id, username, password);
}

/** Ends all sign-ins of the user: revokes refresh tokens, and access tokens for Cognito's own API. */
export function endSignIns(pool: Pool, username: string): void {
  for (const signIn of pool.signIns.values()) if (signIn.username === username) signIn.revoked = true;
}

/** Deletes everything stored here about a deleted user. */
export function forgetUser(pool: Pool, username: string): void {
  endSignIns(pool, username);
  pool.users.delete(username);
  const { sessions } = pool.hosted;
  for (const [value, session] of sessions) if (session.username === username) sessions.delete(value);
  pool.external.names.delete(username);
  pool.external.links = pool.external.links.filter((link) => link.username !== username);
}
