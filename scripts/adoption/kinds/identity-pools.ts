import { type Candidate, type Importable, type Look, one } from '../kind';

const missing = ['ResourceNotFoundException'];

const allPools = (look: Look) =>
  look.once('identity pools', async () => {
    const { sdk, client } = await look.use('identity');
    const pools: { id: string; name: string }[] = [];
    await look.ask('cognito-identity:ListIdentityPools', async () => {
      for await (const page of sdk.paginateListIdentityPools({ client }, { MaxResults: 60 }))
        for (const { IdentityPoolId = '', IdentityPoolName = '' } of page.IdentityPools ?? [])
          pools.push({ id: IdentityPoolId, name: IdentityPoolName });
    });
    return pools;
  });

const identityPool: Importable = {
  by: 'list',
  found: 'ListIdentityPools, then DescribeIdentityPool of those with that name',
  unique: 'name and tags',
  format: 'identity pool id',
  importId: ({ id }) => String(id),
  async find(look) {
    const name = await look.text('identity_pool_name');
    const { sdk, client } = await look.use('identity');
    const candidates: Candidate[] = [];
    for (const { id, name: other } of await allPools(look)) {
      const attributes = { id, identity_pool_name: other };
      if (other !== name) {
        candidates.push({ attributes, matches: false });
        continue;
      }
      const pool = await look.ask(
        'cognito-identity:DescribeIdentityPool',
        () => client.send(new sdk.DescribeIdentityPoolCommand({ IdentityPoolId: id })),
        missing,
      );
      if (pool) candidates.push({ attributes, matches: true, tags: pool.IdentityPoolTags ?? {} });
    }
    return candidates;
  },
};

const rolesAttachment: Importable = {
  by: 'name',
  found: 'GetIdentityPoolRoles',
  unique: 'its identity pool, once any role is set',
  format: 'identity pool id',
  importId: ({ identity_pool_id }) => String(identity_pool_id),
  async find(look) {
    const IdentityPoolId = await look.text('identity_pool_id');
    const { sdk, client } = await look.use('identity');
    const answer = await look.ask(
      'cognito-identity:GetIdentityPoolRoles',
      () => client.send(new sdk.GetIdentityPoolRolesCommand({ IdentityPoolId })),
      missing,
    );
    const any = Object.keys({ ...answer?.Roles, ...answer?.RoleMappings }).length > 0;
    return one(any ? { identity_pool_id: IdentityPoolId } : undefined);
  },
};

const principalTags: Importable = {
  by: 'name',
  found: 'GetPrincipalTagAttributeMap',
  unique: 'its identity pool and provider, once any tag is set',
  format: 'identity pool id:provider name',
  importId: ({ identity_pool_id, identity_provider_name }) => `${identity_pool_id}:${identity_provider_name}`,
  async find(look) {
    const [IdentityPoolId, IdentityProviderName] = await Promise.all([
      look.text('identity_pool_id'),
      look.text('identity_provider_name'),
    ]);
    const { sdk, client } = await look.use('identity');
    const answer = await look.ask(
      'cognito-identity:GetPrincipalTagAttributeMap',
      () => client.send(new sdk.GetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName })),
      missing,
    );
    const any = Object.keys(answer?.PrincipalTags ?? {}).length > 0;
    return one(
      any ? { identity_pool_id: IdentityPoolId, identity_provider_name: IdentityProviderName } : undefined,
    );
  },
};

export const identityPools = {
  aws_cognito_identity_pool: identityPool,
  aws_cognito_identity_pool_roles_attachment: rolesAttachment,
  aws_cognito_identity_pool_provider_principal_tag: principalTags,
};
