import type { Candidate, Importable, Look } from '../kind';

const missing = ['ResourceNotFoundException'];

/** Id and name of every pool of the region. */
const allPools = (look: Look) =>
  look.once('user pools', async () => {
    const { sdk, client } = await look.use('cognito');
    const pools: { id: string; name: string }[] = [];
    await look.ask('cognito-idp:ListUserPools', async () => {
      // 60 is Cognito's maximum per page.
      for await (const { UserPools = [] } of sdk.paginateListUserPools({ client }, { MaxResults: 60 }))
        pools.push(...UserPools.map(({ Id = '', Name = '' }) => ({ id: Id, name: Name })));
    });
    return pools;
  });

/** Listings contain no tags, so they are read per pool with the name. */
async function tagsOf(look: Look, UserPoolId: string): Promise<Record<string, string> | undefined> {
  const { sdk, client } = await look.use('cognito');
  const answer = await look.ask(
    'cognito-idp:DescribeUserPool',
    () => client.send(new sdk.DescribeUserPoolCommand({ UserPoolId })),
    missing,
  );
  return answer && (answer.UserPool?.UserPoolTags ?? {});
}

const pool: Importable = {
  by: 'list',
  found: 'ListUserPools, then DescribeUserPool of those with that name',
  unique: 'name and tags',
  format: 'pool id',
  importId: ({ id }) => String(id),
  async find(look) {
    const name = await look.text('name');
    const candidates: Candidate[] = [];
    for (const { id, name: other } of await allPools(look)) {
      const arn = `arn:aws:cognito-idp:${look.region}:${look.accountId}:userpool/${id}`;
      const attributes = { id, name: other, arn };
      if (other !== name) {
        candidates.push({ attributes, matches: false });
        continue;
      }
      const tags = await tagsOf(look, id);
      if (tags) candidates.push({ attributes, matches: true, tags });
    }
    return candidates;
  },
};

const client: Importable = {
  by: 'list',
  found: 'ListUserPoolClients of its pool',
  unique: 'name in its pool',
  format: 'none: put into the state',
  unread: ['generate_secret'],
  importId: ({ user_pool_id, id }) => `${user_pool_id}/${id}`,
  async find(look) {
    const [UserPoolId, name] = await Promise.all([look.text('user_pool_id'), look.text('name')]);
    const clients = await look.once(`clients of ${UserPoolId}`, async () => {
      const { sdk, client } = await look.use('cognito');
      const all: { id: string; name: string }[] = [];
      await look.ask(
        'cognito-idp:ListUserPoolClients',
        async () => {
          const pages = sdk.paginateListUserPoolClients({ client }, { UserPoolId, MaxResults: 60 });
          for await (const { UserPoolClients = [] } of pages)
            all.push(
              ...UserPoolClients.map(({ ClientId = '', ClientName = '' }) => ({
                id: ClientId,
                name: ClientName,
              })),
            );
        },
        missing,
      );
      return all;
    });
    return clients.map(({ id, name: other }) => ({
      attributes: { id, user_pool_id: UserPoolId, name: other },
      matches: other === name,
    }));
  },
};

export const pools = { aws_cognito_user_pool: pool, aws_cognito_user_pool_client: client };
