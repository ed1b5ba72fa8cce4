import { type Candidate, type Importable, type Look, one } from '../kind';

const missing = ['NotFoundException'];

async function tagsOf(look: Look, KeyId: string): Promise<Record<string, string>> {
  const { sdk, client } = await look.use('kms');
  const tags: Record<string, string> = {};
  await look.ask('kms:ListResourceTags', async () => {
    for await (const { Tags = [] } of sdk.paginateListResourceTags({ client }, { KeyId }))
      for (const { TagKey = '', TagValue = '' } of Tags) tags[TagKey] = TagValue;
  });
  return tags;
}

const key: Importable = {
  by: 'list',
  found: 'ListKeys, DescribeKey, then ListResourceTags of those with that description',
  unique: 'description and tags, among keys that are not pending deletion',
  format: 'key id',
  importId: ({ id }) => String(id),
  async find(look) {
    const description = await look.text('description');
    const { sdk, client } = await look.use('kms');
    const keys = await look.once('keys', async () => {
      const ids: string[] = [];
      await look.ask('kms:ListKeys', async () => {
        for await (const { Keys = [] } of sdk.paginateListKeys({ client }, {}))
          ids.push(...Keys.map(({ KeyId = '' }) => KeyId));
      });
      return ids;
    });
    const candidates: Candidate[] = [];
    for (const id of keys) {
      const answer = await look.ask(
        'kms:DescribeKey',
        () => client.send(new sdk.DescribeKeyCommand({ KeyId: id })),
        missing,
      );
      const { Arn = '', Description, KeyManager, KeyState } = answer?.KeyMetadata ?? {};
      if (KeyManager !== 'CUSTOMER' || KeyState?.startsWith('Pending')) continue;
      const attributes = { id, key_id: id, arn: Arn };
      const matches = Description === description;
      candidates.push({ attributes, matches, ...(matches && { tags: await tagsOf(look, id) }) });
    }
    return candidates;
  },
};

const alias: Importable = {
  by: 'name',
  found: 'DescribeKey of the alias',
  unique: 'name; it must point to its key',
  format: 'alias name',
  importId: ({ name }) => String(name),
  async find(look) {
    const [name, keyId] = await Promise.all([look.text('name'), look.text('target_key_id')]);
    const { sdk, client } = await look.use('kms');
    const answer = await look.ask(
      'kms:DescribeKey',
      () => client.send(new sdk.DescribeKeyCommand({ KeyId: name })),
      missing,
    );
    const candidates = one(answer && { id: name, name });
    return candidates.map((one) => ({ ...one, matches: answer?.KeyMetadata?.KeyId === keyId }));
  },
};

export const keys = { aws_kms_key: key, aws_kms_alias: alias };
