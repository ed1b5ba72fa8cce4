import { AwsError } from '../../../../local/aws-error';
import { callerOf } from '../../../../local/cognito/tokens/access-token';
import { peekClaims, signJwt } from '../../../../local/cognito/tokens/jwt';
import { keysOf } from '../../../../local/cognito/tokens/keys';
import { type Grant, grantTokens } from '../../../../local/cognito/tokens/tokens';
import { newPages } from '../oauth/harness';

const attributes: Record<string, string> = {
  sub: 'a-sub',
  email: 'ada@example.com',
  email_verified: 'true',
  phone_number_verified: 'false',
  updated_at: '1800000000',
  address: 'Main Street 1',
  'custom:tenant_id': 'acme',
  'dev:custom:secret': 'of developers',
};

/** A user who has just signed in, in a pool without a hook. moto knows the users. */
async function signedIn(readable?: string[]) {
  const { cognito, pool, client, clock } = newPages(readable && { ReadAttributes: readable });
  const user = { username: 'ada', sub: 'a-sub', status: 'CONFIRMED', enabled: true, attributes };
  let known: { enabled: boolean } | undefined = { enabled: true };
  Object.assign(pool, { signIns: new Map(), refreshTokens: new Map() });
  cognito.moto = async (_place, operation) => {
    if (operation === 'AdminListGroupsForUser') return { Groups: [] };
    if (operation === 'ListUsers') return { Users: [] };
    if (!known) throw new AwsError('UserNotFoundException', 'gone');
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    return { Username: 'ada', UserAttributes, UserStatus: 'CONFIRMED', Enabled: known.enabled };
  };
  const grant = {
    pool,
    client,
    user,
    trigger: 'TokenGeneration_Authentication',
    userAgent: '',
  } as unknown as Grant;
  const tokens = await grantTokens(cognito, grant);
  const caller = (token = tokens.AccessToken, scope?: string) => callerOf(cognito, token, scope);
  const become = (next: typeof known) => {
    known = next;
  };
  return { clock, pool, tokens, caller, become };
}

test('an ID token has the attributes in their own types, and no developer attributes', async () => {
  const { tokens } = await signedIn();
  const claims = peekClaims(tokens.IdToken as string);
  expect(claims).toMatchObject({
    sub: 'a-sub',
    email: 'ada@example.com',
    email_verified: true,
    phone_number_verified: false,
    updated_at: 1_800_000_000,
    address: { formatted: 'Main Street 1' },
    'custom:tenant_id': 'acme',
    token_use: 'id',
  });
  expect(Object.keys(claims).filter((name) => name.startsWith('dev:'))).toEqual([]);
});

test('an ID token has only what its client may read', async () => {
  const { tokens } = await signedIn(['email']);
  const claims = peekClaims(tokens.IdToken as string);
  expect(claims).toHaveProperty('email');
  expect(
    Object.keys(claims)
      .filter((name) => name in attributes)
      .sort(),
  ).toEqual(['email', 'sub']);
});

test('an access token identifies its user until it expires, to the second', async () => {
  const { clock, tokens, caller } = await signedIn();
  expect((await caller()).user.username).toBe('ada');
  clock.now += (tokens.ExpiresIn as number) * 1000 - 1000;
  await caller();
  clock.now += 1000;
  await expect(caller()).rejects.toThrow('Access Token has expired');
});

test('no other token identifies a user', async () => {
  const { pool, tokens, caller } = await signedIn();
  const claims = peekClaims(tokens.AccessToken as string);
  const keys = keysOf(pool);
  for (const token of [
    '',
    'a.b.c',
    tokens.IdToken as string,
    // Signed with the right key, but not an access token.
    signJwt({ ...claims, token_use: 'id' }, keys.access),
    // Claims to be an access token, but with the key of ID tokens.
    signJwt(claims, keys.id),
    signJwt(
      { ...claims, iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other' },
      keys.access,
    ),
  ])
    await expect(caller(token)).rejects.toThrow('Invalid Access Token');
  await expect(caller(signJwt({ ...claims, origin_jti: 'other' }, keys.access))).rejects.toThrow('revoked');
  await expect(caller(tokens.AccessToken, 'openid')).rejects.toThrow('does not have required scopes');
});

test('neither does one whose sign-in was revoked, or whose user is disabled or deleted', async () => {
  const { pool, caller, become } = await signedIn();
  become({ enabled: false });
  await expect(caller()).rejects.toThrow('User is disabled');
  become(undefined);
  await expect(caller()).rejects.toThrow('Access Token has been revoked');
  become({ enabled: true });
  await caller();
  for (const signIn of pool.signIns.values()) signIn.revoked = true;
  await expect(caller()).rejects.toThrow('Access Token has been revoked');
});
