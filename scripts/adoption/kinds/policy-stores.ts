import { type Candidate, type Importable, type Look, one } from '../kind';
import { sameStatement } from '../statements';

const missing = ['ResourceNotFoundException'];

const store: Importable = {
  by: 'list',
  found: 'ListPolicyStores, then ListTagsForResource of those with that description',
  unique: 'description and tags',
  format: 'policy store id',
  importId: ({ id }) => String(id),
  async find(look) {
    const description = await look.text('description');
    const { sdk, client } = await look.use('permissions');
    const all = await look.once('policy stores', async () => {
      const stores: { id: string; arn: string; description: string | undefined }[] = [];
      await look.ask('verifiedpermissions:ListPolicyStores', async () => {
        for await (const page of sdk.paginateListPolicyStores({ client }, {}))
          for (const { policyStoreId = '', arn = '', description } of page.policyStores ?? [])
            stores.push({ id: policyStoreId, arn, description });
      });
      return stores;
    });
    const candidates: Candidate[] = [];
    for (const { id, arn, description: other } of all) {
      const attributes = { id, arn, policy_store_id: id };
      if (other !== description) {
        candidates.push({ attributes, matches: false });
        continue;
      }
      const tagged = await look.ask(
        'verifiedpermissions:ListTagsForResource',
        () => client.send(new sdk.ListTagsForResourceCommand({ resourceArn: arn })),
        missing,
      );
      if (tagged) candidates.push({ attributes, matches: true, tags: tagged.tags ?? {} });
    }
    return candidates;
  },
};

const schema: Importable = {
  by: 'name',
  found: 'GetSchema',
  unique: 'its store, once it has one',
  format: 'policy store id',
  importId: ({ policy_store_id }) => String(policy_store_id),
  async find(look) {
    const policyStoreId = await look.text('policy_store_id');
    const { sdk, client } = await look.use('permissions');
    const answer = await look.ask(
      'verifiedpermissions:GetSchema',
      () => client.send(new sdk.GetSchemaCommand({ policyStoreId })),
      missing,
    );
    return one(answer && { id: policyStoreId, policy_store_id: policyStoreId });
  },
};

/** Parts of a store with a statement: listings contain only descriptions. */
async function withStatement(
  look: Look,
  path: string,
  list: (policyStoreId: string) => Promise<{ id: string; description: string | undefined }[]>,
  statementOf: (policyStoreId: string, id: string) => Promise<string | undefined>,
  attributesOf: (policyStoreId: string, id: string) => Record<string, string>,
): Promise<Candidate[]> {
  const [storeId, statement, description] = await Promise.all([
    look.text('policy_store_id'),
    look.text(`${path}statement`),
    look.optional(`${path}description`),
  ]);
  const candidates: Candidate[] = [];
  for (const one of await list(storeId)) {
    const stands = one.description === description && (await statementOf(storeId, one.id));
    const matches = stands ? await sameStatement(stands, statement) : false;
    candidates.push({ attributes: attributesOf(storeId, one.id), matches });
  }
  return candidates;
}

const policy: Importable = {
  by: 'list',
  found: 'ListPolicies of its store, then GetPolicy of those with that description',
  unique: 'description and statement in its store',
  format: 'policy id,policy store id',
  importId: ({ policy_id, policy_store_id }) => `${policy_id},${policy_store_id}`,
  async find(look) {
    const { sdk, client } = await look.use('permissions');
    return withStatement(
      look,
      'definition.static.',
      (policyStoreId) =>
        look.once(`policies of ${policyStoreId}`, async () => {
          const all: { id: string; description: string | undefined }[] = [];
          await look.ask(
            'verifiedpermissions:ListPolicies',
            async () => {
              // Only static ones: the application creates template-linked policies at run time, possibly many.
              const filter = { policyType: 'STATIC' as const };
              for await (const page of sdk.paginateListPolicies({ client }, { policyStoreId, filter }))
                for (const { policyId = '', definition } of page.policies ?? [])
                  all.push({ id: policyId, description: definition?.static?.description });
            },
            missing,
          );
          return all;
        }),
      async (policyStoreId, policyId) => {
        const answer = await look.ask(
          'verifiedpermissions:GetPolicy',
          () => client.send(new sdk.GetPolicyCommand({ policyStoreId, policyId })),
          missing,
        );
        return answer?.definition?.static?.statement;
      },
      (storeId, id) => ({ id: `${id},${storeId}`, policy_id: id, policy_store_id: storeId }),
    );
  },
};

const template: Importable = {
  by: 'list',
  found: 'ListPolicyTemplates of its store, then GetPolicyTemplate of those with that description',
  unique: 'description and statement in its store',
  format: 'policy store id:policy template id',
  importId: ({ policy_store_id, policy_template_id }) => `${policy_store_id}:${policy_template_id}`,
  async find(look) {
    const { sdk, client } = await look.use('permissions');
    return withStatement(
      look,
      '',
      (policyStoreId) =>
        look.once(`templates of ${policyStoreId}`, async () => {
          const all: { id: string; description: string | undefined }[] = [];
          await look.ask(
            'verifiedpermissions:ListPolicyTemplates',
            async () => {
              for await (const page of sdk.paginateListPolicyTemplates({ client }, { policyStoreId }))
                for (const { policyTemplateId = '', description } of page.policyTemplates ?? [])
                  all.push({ id: policyTemplateId, description });
            },
            missing,
          );
          return all;
        }),
      async (policyStoreId, policyTemplateId) => {
        const answer = await look.ask(
          'verifiedpermissions:GetPolicyTemplate',
          () => client.send(new sdk.GetPolicyTemplateCommand({ policyStoreId, policyTemplateId })),
          missing,
        );
        return answer?.statement;
      },
      (storeId, id) => ({ id: `${storeId}:${id}`, policy_template_id: id, policy_store_id: storeId }),
    );
  },
};

const identitySource: Importable = {
  by: 'list',
  found: 'ListIdentitySources of its store',
  unique: 'its store: a store has at most one',
  format: 'policy store id:identity source id',
  importId: ({ policy_store_id, id }) => `${policy_store_id}:${id}`,
  async find(look) {
    const policyStoreId = await look.text('policy_store_id');
    const { sdk, client } = await look.use('permissions');
    const candidates: Candidate[] = [];
    await look.ask(
      'verifiedpermissions:ListIdentitySources',
      async () => {
        for await (const page of sdk.paginateListIdentitySources({ client }, { policyStoreId }))
          for (const { identitySourceId = '' } of page.identitySources ?? [])
            candidates.push({
              attributes: { id: identitySourceId, policy_store_id: policyStoreId },
              matches: true,
            });
      },
      missing,
    );
    return candidates;
  },
};

export const policyStores = {
  aws_verifiedpermissions_policy_store: store,
  aws_verifiedpermissions_schema: schema,
  aws_verifiedpermissions_policy: policy,
  aws_verifiedpermissions_policy_template: template,
  aws_verifiedpermissions_identity_source: identitySource,
};
