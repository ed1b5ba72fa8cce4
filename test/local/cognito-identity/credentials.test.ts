import { client, idToken, newKey, now, provider, roleArn, startIdentityPools, trust } from './harness';

let pools: ReturnType<typeof startIdentityPools>;
beforeEach(() => {
  pools = startIdentityPools();
});

const byToken = { [`${provider}:${client}`]: { Type: 'Token', AmbiguousRoleResolution: 'Deny' } };
const preferred = idToken({ 'cognito:preferred_role': roleArn('premium') });
const refused = (type: string, message: string) => ({
  status: 400,
  __type: type,
  message: expect.stringContaining(message),
});
const unauthorized = (message: string) => refused('NotAuthorizedException', message);
const badRoles = refused('InvalidIdentityPoolConfigurationException', 'Check assigned IAM roles');

test("an ID token is exchanged for a session of the user's role, in the pool's account", async () => {
  const id = await pools.newPool({}, { RoleMappings: byToken });
  pools.trusts.set('premium', trust(id));
  const answer = await pools.exchange(id, preferred);
  expect(answer).toMatchObject({
    status: 200,
    Credentials: { AccessKeyId: 'ASIA1', SecretKey: 's1', SessionToken: 't1', Expiration: now + 3600 },
  });
  expect(pools.accounts.identityOf('ASIA1')).toEqual({
    account: '101010101010',
    role: { arn: roleArn('premium'), sessionArn: `${roleArn('premium')}/CognitoIdentityCredentials` },
    secret: 's1',
    endsAt: (now + 3600) * 1000,
    tags: {},
  });
});

test('claims become session tags, if the role allows tags', async () => {
  const id = await pools.newPool({}, { RoleMappings: byToken });
  pools.trusts.set('premium', trust(id));
  await pools.call('SetPrincipalTagAttributeMap', {
    IdentityPoolId: id,
    IdentityProviderName: provider,
    PrincipalTags: { customer: 'sub', level: 'custom:level', list: 'cognito:groups', odd: 'odd' },
  });
  const token = idToken({
    'cognito:preferred_role': roleArn('premium'),
    'custom:level': 3,
    'cognito:groups': ['a'],
    odd: 'no {tag}',
  });
  await pools.exchange(id, token);
  expect(pools.accounts.identityOf('ASIA1').tags).toEqual({ customer: 'user-1', level: '3' });

  pools.trusts.set('premium', trust(id, { actions: ['sts:AssumeRoleWithWebIdentity'] }));
  expect(await pools.exchange(id, token)).toMatchObject(badRoles);
});

test.each([
  ['of another pool', (id: string) => trust(`${id}0`)],
  ['for people who have not signed in', (id: string) => trust(id, { amr: 'unauthenticated' })],
  [
    'for a Lambda',
    () => ({ Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: '*' } }),
  ],
  ['that is not there', () => undefined],
])('a role %s gives no credentials', async (_name, trusting) => {
  const id = await pools.newPool({}, { RoleMappings: byToken });
  const document = trusting(id);
  if (document) pools.trusts.set('premium', document);
  expect(await pools.exchange(id, preferred)).toMatchObject(badRoles);
});

test('a token whose role is of another account gives no credentials', async () => {
  const id = await pools.newPool({}, { RoleMappings: byToken });
  const foreign = roleArn('premium', '101010101011');
  pools.trusts.set('premium', trust(id));
  expect(await pools.exchange(id, idToken({ 'cognito:preferred_role': foreign }))).toMatchObject(badRoles);
});

test('a user who gets no role from the mapping is denied', async () => {
  const id = await pools.newPool({}, { RoleMappings: byToken, Roles: { authenticated: roleArn('all') } });
  pools.trusts.set('all', trust(id));
  expect(await pools.exchange(id, idToken())).toMatchObject(
    unauthorized('ambiguous role mapping rules denied'),
  );
});

test.each([
  ['signed by another key', idToken({}, newKey('pool')), 'Token signature invalid'],
  ['signed by a key of another name', idToken({}, newKey('other')), 'Token signature invalid'],
  [
    'without a signature',
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${idToken().split('.')[1]}.`,
    'signature',
  ],
  ['that has expired', idToken({ exp: now }), `Token expired: ${now} >= ${now}`],
  ['without an expiry', idToken({ exp: undefined }), 'Token expired'],
  ['for another client', idToken({ aud: 'client2' }), 'Incorrect token audience'],
  ['for several clients', idToken({ aud: [client] }), 'Incorrect token audience'],
  [
    'that is an access token',
    idToken({ token_use: 'access', aud: undefined }),
    'Missing a required claim: aud',
  ],
  ['that is an access token with an audience', idToken({ token_use: 'access' }), 'Incorrect token audience'],
  ['of another issuer', idToken({ iss: `https://${provider}x` }), "Issuer doesn't match providerName"],
  ['that is not one', 'nonsense', 'Not a valid OpenId Connect identity token'],
])('a token %s is refused', async (_name, token, message) => {
  const id = await pools.newPool({}, { RoleMappings: byToken });
  pools.trusts.set('premium', trust(id));
  expect(await pools.exchange(id, token)).toMatchObject(unauthorized(message));
});

test('a provider that the pool does not know is refused', async () => {
  const IdentityPoolId = await pools.newPool();
  for (const other of [`${provider}x`, 'accounts.google.com']) {
    const Logins = { [other]: idToken({ iss: `https://${other}` }) };
    expect(await pools.call('GetId', { IdentityPoolId, Logins }, null)).toMatchObject(
      unauthorized('not from a supported provider'),
    );
  }
});

test('with the server-side check, a global sign-out takes effect at once; without it, it does not', async () => {
  const checked = [{ ProviderName: provider, ClientId: client, ServerSideTokenCheck: true }];
  const strict = await pools.newPool({ CognitoIdentityProviders: checked }, { RoleMappings: byToken });
  const lax = await pools.newPool({}, { RoleMappings: byToken });
  pools.trusts.set('premium', trust(strict));
  expect(await pools.exchange(strict, preferred)).toMatchObject({ status: 200 });
  pools.standing.clear();
  expect(await pools.exchange(strict, preferred)).toMatchObject(unauthorized('revoked'));
  pools.trusts.set('premium', trust(lax));
  expect(await pools.exchange(lax, preferred)).toMatchObject({ status: 200 });
});

test('nobody gets credentials without signing in, unless the pool allows it', async () => {
  const roles = { Roles: { unauthenticated: roleArn('guest') } };
  const closed = await pools.newPool({}, roles);
  expect(await pools.exchange(closed)).toMatchObject(unauthorized('Unauthenticated access is not supported'));
  const open = await pools.newPool({ AllowUnauthenticatedIdentities: true }, roles);
  pools.trusts.set('guest', trust(open, { amr: 'unauthenticated' }));
  expect(await pools.exchange(open)).toMatchObject({ status: 200 });
  // Nor can a guest choose another role.
  expect(await pools.exchange(open, undefined, { CustomRoleArn: roleArn('guest') })).toMatchObject(
    unauthorized(''),
  );
});

test('one user is one identity, and no other user can use it', async () => {
  const IdentityPoolId = await pools.newPool({}, { RoleMappings: byToken });
  pools.trusts.set('premium', trust(IdentityPoolId));
  const logins = (token: string) => ({ [provider]: token });
  const getId = async (token: string) =>
    (await pools.call('GetId', { IdentityPoolId, Logins: logins(token) }, null)).IdentityId;
  const [mine, again, other] = [
    await getId(preferred),
    await getId(idToken()),
    await getId(idToken({ sub: 'user-2' })),
  ];
  expect(again).toBe(mine);
  expect(other).not.toBe(mine);
  const use = (IdentityId: string, token: string) =>
    pools.call('GetCredentialsForIdentity', { IdentityId, Logins: logins(token) }, null);
  expect(await use(other, preferred)).toMatchObject(unauthorized("Logins don't match"));
  expect(await use(mine, preferred)).toMatchObject({ status: 200 });
});

test('a guest who signs in keeps the identity, or gets the one that the user already had', async () => {
  const IdentityPoolId = await pools.newPool(
    { AllowUnauthenticatedIdentities: true },
    { RoleMappings: byToken },
  );
  pools.trusts.set('premium', trust(IdentityPoolId));
  const guest = async () => (await pools.call('GetId', { IdentityPoolId }, null)).IdentityId;
  const [first, second] = [await guest(), await guest()];
  const Logins = { [provider]: preferred };
  const use = (IdentityId: string, more: object = { Logins }) =>
    pools.call('GetCredentialsForIdentity', { IdentityId, ...more }, null);
  expect(await use(first)).toMatchObject({ status: 200, IdentityId: first });
  expect(await use(second)).toMatchObject({ status: 200, IdentityId: first });
  expect(await use(first, {})).toMatchObject(unauthorized('is forbidden'));
});

test('the classic flow, in which the caller chooses the role, works only where it is allowed', async () => {
  const token = async (IdentityPoolId: string) => {
    const Logins = { [provider]: idToken() };
    const { IdentityId } = await pools.call('GetId', { IdentityPoolId, Logins }, null);
    return pools.call('GetOpenIdToken', { IdentityId, Logins }, null);
  };
  const closed = await pools.newPool({ AllowClassicFlow: false });
  expect(await token(closed)).toMatchObject(refused('InvalidParameterException', 'classic'));
  const open = await pools.newPool({ AllowClassicFlow: true });
  const { Token, IdentityId } = await token(open);
  expect(JSON.parse(Buffer.from(Token.split('.')[1], 'base64url').toString())).toMatchObject({
    sub: IdentityId,
    aud: open,
    amr: ['authenticated', provider, `${provider}:CognitoSignIn:user-1`],
    iss: 'https://cognito-identity.amazonaws.com',
    exp: now + 600,
  });
});
