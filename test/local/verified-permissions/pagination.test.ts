import {
  paginateListPolicies,
  paginateListPolicyStoreAliases,
  paginateListPolicyStores,
  paginateListPolicyTemplates,
} from '@aws-sdk/client-verifiedpermissions';
import fc from 'fast-check';
import { page } from '../../../local/verified-permissions/pagination';
import { bySlot, failureOf, type Harness, newPolicy, newStore, newTemplate, start, user } from './harness';

let client: Harness['client'];
let harness: Harness;
beforeAll(async () => {
  harness = await start();
  client = harness.client;
});
afterAll(() => harness.close());

const items = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ sequence: i + 1, createdDate: '', lastUpdatedDate: '' }));

it('gives every item once and in order, whatever the page size', () => {
  fc.assert(
    fc.property(fc.nat(120), fc.integer({ min: 1, max: 50 }), (count, maxResults) => {
      const seen: number[] = [];
      let nextToken: string | undefined;
      do {
        const shown = page('X', items(count), { maxResults, nextToken });
        expect(shown.items.length).toBeLessThanOrEqual(maxResults);
        seen.push(...shown.items.map(({ sequence }) => sequence));
        nextToken = shown.nextToken;
      } while (nextToken);
      expect(seen).toEqual(items(count).map(({ sequence }) => sequence));
    }),
  );
});

it('neither repeats nor hides an item when others come and go between pages', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
      fc.integer({ min: 1, max: 9 }),
      (gone, maxResults) => {
        const first = page('X', items(40), { maxResults });
        const left = items(45).filter(({ sequence }) => !gone.includes(sequence));
        const rest = page('X', left, { maxResults: 50, nextToken: first.nextToken });
        expect(rest.items).toEqual(left.filter(({ sequence }) => sequence > maxResults));
      },
    ),
  );
});

it.each([
  ['garbage'],
  [Buffer.from('["Y",3]').toString('base64url')],
  [Buffer.from('["X","3"]').toString('base64url')],
])('refuses the foreign token %s', (nextToken) => {
  expect(() => page('X', items(3), { nextToken })).toThrow(/nextToken/);
});

it('pages through every listing with the SDK’s own paginators', async () => {
  const ids = {
    stores: [] as string[],
    policies: [] as string[],
    templates: [] as string[],
    aliases: [] as string[],
  };
  for (let i = 0; i < 7; i++) ids.stores.push(await newStore(client));
  const policyStoreId = ids.stores[0] as string;
  const any = 'permit(principal, action, resource);';
  for (let i = 0; i < 7; i++) {
    ids.policies.push((await newPolicy(client, policyStoreId, any)).policyId as string);
    ids.templates.push((await newTemplate(client, policyStoreId, bySlot)).policyTemplateId as string);
    const aliasName = `policy-store-alias/a${i}`;
    await client.createPolicyStoreAlias({ policyStoreId, aliasName });
    ids.aliases.push(aliasName);
  }
  const seen = {
    stores: [] as unknown[],
    policies: [] as unknown[],
    templates: [] as unknown[],
    aliases: [] as unknown[],
  };
  const config = { client, pageSize: 3 };
  for await (const { policyStores } of paginateListPolicyStores(config, {}))
    seen.stores.push(...(policyStores ?? []).map((store) => store.policyStoreId));
  for await (const { policies } of paginateListPolicies(config, { policyStoreId }))
    seen.policies.push(...(policies ?? []).map((policy) => policy.policyId));
  for await (const { policyTemplates } of paginateListPolicyTemplates(config, { policyStoreId }))
    seen.templates.push(...(policyTemplates ?? []).map((template) => template.policyTemplateId));
  for await (const { policyStoreAliases } of paginateListPolicyStoreAliases(config, {}))
    seen.aliases.push(...(policyStoreAliases ?? []).map((alias) => alias.aliasName));
  expect(seen).toEqual(ids);
});

it('gives 10 items unless asked, at most 50, and accepts a token for the same filter only', async () => {
  const policyStoreId = await newStore(client);
  for (let i = 0; i < 11; i++) await newPolicy(client, policyStoreId, 'permit(principal, action, resource);');
  const first = await client.listPolicies({ policyStoreId });
  expect(first.policies).toHaveLength(10);
  const { nextToken } = first;
  expect((await client.listPolicies({ policyStoreId, nextToken })).policies).toHaveLength(1);
  const other = client.listPolicies({ policyStoreId, nextToken, filter: { policyType: 'STATIC' } });
  expect((await failureOf(other)).name).toBe('ValidationException');
  expect((await failureOf(client.listPolicies({ policyStoreId, maxResults: 51 }))).name).toBe(
    'ValidationException',
  );
});

it('filters policies by principal, resource, type and template', async () => {
  const policyStoreId = await newStore(client);
  const { policyTemplateId } = await newTemplate(client, policyStoreId, bySlot);
  const linked = await client.createPolicy({
    policyStoreId,
    definition: { templateLinked: { policyTemplateId, principal: user('u'), resource: user('r') } },
  });
  const open = await newPolicy(client, policyStoreId, 'permit(principal, action, resource);');
  const named = await newPolicy(
    client,
    policyStoreId,
    'permit(principal == Payments::User::"u", action, resource);',
  );
  const found = async (filter: Parameters<typeof client.listPolicies>[0]['filter']) =>
    (await client.listPolicies({ policyStoreId, filter })).policies?.map(({ policyId }) => policyId);
  expect(await found({ principal: { identifier: user('u') } })).toEqual([linked.policyId, named.policyId]);
  expect(await found({ principal: { unspecified: true } })).toEqual([open.policyId]);
  expect(await found({ resource: { unspecified: false } })).toEqual([linked.policyId]);
  expect(await found({ resource: { identifier: user('u') } })).toEqual([]);
  expect(await found({ policyType: 'STATIC' })).toEqual([open.policyId, named.policyId]);
  expect(await found({ policyTemplateId })).toEqual([linked.policyId]);
});
