import { compareStores } from '../../../scripts/policy/compare';
import { readStore } from '../../../scripts/policy/deployed';
import { askStore } from '../../../scripts/probe/ask-store';
import { unexpected } from '../../../scripts/probe/decisions';
import { policyDir, type StoreContent, storeContent } from '../../../stacks/policies/cedar';
import { goldenDecisions } from '../../../stacks/policies/decisions';
import { type Harness, start } from '../../local/verified-permissions/harness';
import { deploy } from './deploy';

let harness: Harness;
let config: Parameters<typeof readStore>[0];
beforeAll(async () => {
  harness = await start();
  const credentials = async () => ({ accessKeyId: 'KEY111122223333', secretAccessKey: 'secret' });
  // The SDK reads the endpoint from the environment.
  config = { endpoint: harness.url, region: 'eu-central-1', credentials } as unknown as typeof config;
});
afterAll(() => harness.close());

const userPoolId = 'eu-central-1_Real00001';
const tenant = storeContent('tenant');
const golden = goldenDecisions(policyDir('tenant'));

const deployed = async (content: StoreContent) => ({
  policyStoreId: await deploy(harness.client, content, userPoolId),
  userPoolId,
});

const without = (name: string): StoreContent => ({
  ...tenant,
  policies: tenant.policies.filter((policy) => policy.name !== name),
});

test('what was deployed can be read back, with the placeholder for the pool, and does not differ', async () => {
  const { content, unknownFiles, linked } = await readStore(config, await deployed(tenant));
  expect({ unknownFiles, linked }).toEqual({ unknownFiles: [], linked: 0 });
  expect(content.policies.map(({ name }) => name)).toEqual(tenant.policies.map(({ name }) => name));
  const { policies, templates, schema, widens } = compareStores(
    { content, golden: [] },
    { content: tenant, golden: [] },
    { samples: 1, examples: 1 },
  );
  expect({ policies, templates, schema, widens }).toEqual({
    policies: [],
    templates: [],
    schema: [],
    widens: 'no',
  });
});

test("someone else's policies and linked ones are told apart, and none is lost under another’s name", async () => {
  const store = await deployed(tenant);
  const own = 'permit (principal, action == Payments::Action::"viewPayment", resource);';
  const create = (description: string | undefined) =>
    harness.client.createPolicy({
      policyStoreId: store.policyStoreId,
      definition: { static: { statement: own, description } },
    });
  const ids = [await create(undefined), await create('viewers-view.cedar')].map(({ policyId }) => policyId);
  const { policyTemplates: [template] = [] } = await harness.client.listPolicyTemplates({
    policyStoreId: store.policyStoreId,
  });
  await harness.client.createPolicy({
    policyStoreId: store.policyStoreId,
    definition: {
      templateLinked: {
        policyTemplateId: template?.policyTemplateId,
        principal: { entityType: 'Payments::User', entityId: 'ada' },
        resource: { entityType: 'Payments::Payment', entityId: '1' },
      },
    },
  });
  const { unknownFiles, linked, content } = await readStore(config, store);
  expect(linked).toBe(1);
  expect(unknownFiles).toHaveLength(2);
  expect(content.policies.filter(({ text }) => text === own)).toHaveLength(2);
  expect(unknownFiles.map(({ name }) => name)).toContain(ids[0]);
});

test('a store answers its golden decisions by the names of its policies, with its own pool', async () => {
  const asked = await askStore(config, await deployed(tenant), tenant, golden);
  expect(asked).toHaveLength(golden.length);
  expect(unexpected(asked)).toEqual([]);
});

test('a store that lacks a policy is detected, and so is one that refuses to decide', async () => {
  const open = unexpected(
    await askStore(config, await deployed(without('tenant-isolation')), tenant, golden),
  );
  expect(open.map(({ expected }) => expected.by)).toContainEqual(['tenant-isolation']);
  expect(
    open.some(
      ({ expected, said }) => expected.decision === 'DENY' && 'decision' in said && said.decision === 'ALLOW',
    ),
  ).toBe(true);
  const [first] = golden;
  if (!first) throw new Error('no golden decisions');
  const odd = { ...first, resource: { ...first.resource, attributes: { tenant_id: 7 } } };
  expect(unexpected(await askStore(config, await deployed(tenant), tenant, [odd]))).toMatchObject([
    { name: first.name, said: { refused: expect.stringMatching(/tenant_id/) } },
  ]);
});

test('a missing store is a failure that names it', async () => {
  const gone = { policyStoreId: 'PSnowhere1', userPoolId };
  await expect(readStore(config, gone)).rejects.toThrow(/cannot read policy store PSnowhere1/);
  await expect(askStore(config, gone, tenant, golden)).rejects.toThrow();
});
