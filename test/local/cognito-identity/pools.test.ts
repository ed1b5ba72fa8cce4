import { account, client, provider, roleArn, startIdentityPools } from './harness';

let pools: ReturnType<typeof startIdentityPools>;
beforeEach(() => {
  pools = startIdentityPools();
});
const other = '101010101011';
const missing = { status: 400, __type: 'ResourceNotFoundException' };
const invalid = { status: 400, __type: 'InvalidParameterException' };

test('a pool is described as it was created, and as it was changed', async () => {
  const IdentityPoolId = await pools.newPool({ IdentityPoolTags: { a: '1' }, AllowClassicFlow: false });
  expect(IdentityPoolId).toMatch(/^eu-central-1:[0-9a-f-]{36}$/);
  expect(await pools.call('DescribeIdentityPool', { IdentityPoolId })).toEqual({
    status: 200,
    IdentityPoolId,
    IdentityPoolName: 'pool',
    AllowUnauthenticatedIdentities: false,
    AllowClassicFlow: false,
    CognitoIdentityProviders: [{ ProviderName: provider, ClientId: client, ServerSideTokenCheck: false }],
    IdentityPoolTags: { a: '1' },
  });
  // An update replaces everything; tags have calls of their own.
  await pools.call('UpdateIdentityPool', {
    IdentityPoolId,
    IdentityPoolName: 'renamed',
    AllowUnauthenticatedIdentities: true,
  });
  expect(await pools.call('DescribeIdentityPool', { IdentityPoolId })).toEqual({
    status: 200,
    IdentityPoolId,
    IdentityPoolName: 'renamed',
    AllowUnauthenticatedIdentities: true,
    IdentityPoolTags: { a: '1' },
  });
});

test('tags are added and removed', async () => {
  const id = await pools.newPool({ IdentityPoolTags: { a: '1', b: '2' } });
  const ResourceArn = `arn:aws:cognito-identity:eu-central-1:${account}:identitypool/${id}`;
  await pools.call('TagResource', { ResourceArn, Tags: { b: '3', c: '4' } });
  await pools.call('UntagResource', { ResourceArn, TagKeys: ['a'] });
  expect(await pools.call('ListTagsForResource', { ResourceArn })).toMatchObject({
    Tags: { b: '3', c: '4' },
  });
  expect(await pools.call('ListTagsForResource', { ResourceArn: `${ResourceArn}0` })).toMatchObject(missing);
  expect(await pools.call('ListTagsForResource', { ResourceArn }, other)).toMatchObject(invalid);
});

test('each account has its own pools, in pages, and a deleted one is gone', async () => {
  const ids = [await pools.newPool(), await pools.newPool(), await pools.newPool()];
  const page = await pools.call('ListIdentityPools', { MaxResults: 2 });
  const rest = await pools.call('ListIdentityPools', { MaxResults: 2, NextToken: page.NextToken });
  const listed = [...page.IdentityPools, ...rest.IdentityPools];
  expect(listed.map(({ IdentityPoolId }) => IdentityPoolId)).toEqual(ids);
  expect(rest.NextToken).toBeUndefined();
  const [IdentityPoolId] = ids;
  for (const operation of ['DescribeIdentityPool', 'GetIdentityPoolRoles', 'DeleteIdentityPool'])
    expect(await pools.call(operation, { IdentityPoolId }, other)).toMatchObject(missing);
  expect(await pools.call('ListIdentityPools', { MaxResults: 2 }, other)).toMatchObject({
    IdentityPools: [],
  });
  expect(await pools.call('DeleteIdentityPool', { IdentityPoolId })).toEqual({ status: 200 });
  expect(await pools.call('DescribeIdentityPool', { IdentityPoolId })).toMatchObject(missing);
});

const mapping = {
  Type: 'Rules',
  AmbiguousRoleResolution: 'Deny',
  RulesConfiguration: {
    Rules: [{ Claim: 'groups', MatchType: 'Contains', Value: 'a', RoleARN: roleArn('a') }],
  },
};

test('roles are stored with their mappings, and removed by an empty list', async () => {
  const IdentityPoolId = await pools.newPool();
  const roles = {
    Roles: { authenticated: roleArn('all') },
    RoleMappings: { [`${provider}:${client}`]: mapping },
  };
  expect(await pools.call('SetIdentityPoolRoles', { IdentityPoolId, ...roles })).toEqual({ status: 200 });
  expect(await pools.call('GetIdentityPoolRoles', { IdentityPoolId })).toEqual({
    status: 200,
    IdentityPoolId,
    ...roles,
  });
  await pools.call('SetIdentityPoolRoles', { IdentityPoolId, Roles: {} });
  expect(await pools.call('GetIdentityPoolRoles', { IdentityPoolId })).toEqual({
    status: 200,
    IdentityPoolId,
    Roles: {},
  });
});

test.each<[string, object, object]>([
  [
    'a role of another account',
    { Roles: { authenticated: roleArn('a', other) } },
    { __type: 'NotAuthorizedException' },
  ],
  [
    'a rule with a role of another account',
    {
      Roles: {},
      RoleMappings: {
        p: {
          ...mapping,
          RulesConfiguration: {
            Rules: [{ ...mapping.RulesConfiguration.Rules[0], RoleARN: roleArn('a', other) }],
          },
        },
      },
    },
    { __type: 'NotAuthorizedException' },
  ],
  ['an invalid role', { Roles: { authenticated: 'admin' } }, invalid],
  ['a kind of user that there is not', { Roles: { admin: roleArn('a') } }, invalid],
  [
    'rules without rules',
    { Roles: {}, RoleMappings: { p: { ...mapping, RulesConfiguration: undefined } } },
    invalid,
  ],
  ['a token with rules', { Roles: {}, RoleMappings: { p: { ...mapping, Type: 'Token' } } }, invalid],
  [
    'no word on who has none',
    { Roles: {}, RoleMappings: { p: { ...mapping, AmbiguousRoleResolution: undefined } } },
    invalid,
  ],
])('%s is refused', async (_name, roles, error) => {
  const IdentityPoolId = await pools.newPool();
  expect(await pools.call('SetIdentityPoolRoles', { IdentityPoolId, ...roles })).toMatchObject(error);
  expect(await pools.call('GetIdentityPoolRoles', { IdentityPoolId })).toMatchObject({ Roles: {} });
});

test("session tag mappings are stored by provider, with AWS's defaults if asked for", async () => {
  const IdentityPoolId = await pools.newPool();
  const target = { IdentityPoolId, IdentityProviderName: provider };
  const get = () => pools.call('GetPrincipalTagAttributeMap', target);
  expect(await get()).toMatchObject({ UseDefaults: false, PrincipalTags: {} });
  await pools.call('SetPrincipalTagAttributeMap', { ...target, PrincipalTags: { customer: 'sub' } });
  expect(await get()).toMatchObject({ UseDefaults: false, PrincipalTags: { customer: 'sub' } });
  await pools.call('SetPrincipalTagAttributeMap', { ...target, UseDefaults: true });
  expect(await get()).toMatchObject({ UseDefaults: true, PrincipalTags: { username: 'sub', client: 'aud' } });
});

test.each([
  ['CreateIdentityPool', { IdentityPoolName: 'a/b', AllowUnauthenticatedIdentities: false }],
  ['CreateIdentityPool', { IdentityPoolName: 'a' }],
  ['ListIdentityPools', {}],
])('%s refuses %j', async (operation, input) => {
  expect(await pools.call(operation, input)).toMatchObject(invalid);
});

test('only the calls that hand out credentials need none', async () => {
  const IdentityPoolId = await pools.newPool();
  const refused = { status: 400, __type: 'MissingAuthenticationTokenException' };
  for (const operation of ['DescribeIdentityPool', 'SetIdentityPoolRoles', 'ListIdentities', 'Other'])
    expect(await pools.call(operation, { IdentityPoolId }, null)).toMatchObject(refused);
  expect(await pools.call('Other', {})).toMatchObject({ __type: 'UnknownOperationException' });
});
