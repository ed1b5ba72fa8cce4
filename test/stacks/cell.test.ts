import * as fc from 'fast-check';
import { storeContent } from '../../stacks/policies/cedar';
import { contentHash } from '../../stacks/policies/content-hash';
import { storeContentWith } from '../../stacks/policies/overlays';
import { policyFile } from '../../stacks/policies/source';
import { everyTenantOption } from './every-option';
import { at, cell, type Synthesized, tenant } from './synthesized';

/** Every resource by its address. */
const resources = ({ resource }: Synthesized) =>
  Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => [`${type}.${name}`, block] as const),
    ),
  );

const ids = ['acme', 'acme-2', 'globex', 'h', 'initech', 'north-star'];

test('a tenant is only its own resources: adding or removing one changes no other', () => {
  fc.assert(
    fc.property(fc.subarray(ids, { minLength: 1 }), fc.nat(), (chosen, index) => {
      const leaving = chosen[index % chosen.length] as string;
      const all = resources(cell(chosen.map((id) => tenant(id))));
      const rest = resources(cell(chosen.filter((id) => id !== leaving).map((id) => tenant(id))));
      const others = Object.entries(all).filter(
        ([address]) => !address.split('.')[1]?.startsWith(`${leaving}_`),
      );
      expect(Object.fromEntries(others)).toEqual(rest);
      expect(Object.keys(all).length).toBeGreaterThan(Object.keys(rest).length);
    }),
    { numRuns: 15 },
  );
});

test('an empty cell is only its two functions', () => {
  const addresses = Object.keys(resources(cell([])));
  expect(new Set(addresses.map((address) => address.split('.')[1]?.split('_')[0]))).toEqual(
    new Set(['hook', 'post-confirmation']),
  );
});

test('the registry item tells the hook where the tenant is, and comes last', () => {
  const item = at(cell([tenant('acme')]), 'aws_dynamodb_table_item.acme_registry-item');
  expect(item).toMatchObject({
    table_name: 'test-tenant-registry',
    hash_key: 'tenant_id',
    range_key: 'region',
    depends_on: [
      'aws_lambda_permission.acme_hook-permission',
      'aws_verifiedpermissions_identity_source.acme_identity-source',
    ],
  });
  expect(JSON.parse(item.item)).toEqual({
    tenant_id: { S: 'acme' },
    region: { S: 'eu-central-1' },
    status: { S: 'active' },
    cell: { S: 'cell-01' },
    user_pool_id: { S: `\${aws_cognito_user_pool.acme_pool.id}` },
    web_client_id: { S: `\${aws_cognito_user_pool_client.acme_web-client.id}` },
    probe_client_id: { S: `\${aws_cognito_user_pool_client.acme_probe-client.id}` },
    policy_store_id: { S: `\${aws_verifiedpermissions_policy_store.acme_store.id}` },
    policy_content: { S: contentHash(storeContent('tenant')) },
  });
});

test('a client with a secret is created beside the others, last, and both registry and store accept its tokens', () => {
  const plain = resources(cell([tenant('acme')]));
  const added = resources(cell([tenant('acme', { serverClient: true })]));
  const changed = Object.keys(added).filter(
    (address) => JSON.stringify(plain[address]) !== JSON.stringify(added[address]),
  );
  const server = 'aws_cognito_user_pool_client.acme_server-client';
  const source = 'aws_verifiedpermissions_identity_source.acme_identity-source';
  const item = 'aws_dynamodb_table_item.acme_registry-item';
  expect(changed.sort()).toEqual([server, item, source].sort());
  const web = added['aws_cognito_user_pool_client.acme_web-client'];
  expect(added[server]).toEqual({
    ...web,
    name: 'server',
    generate_secret: true,
    explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    depends_on: ['aws_cognito_user_pool_client.acme_probe-client'],
  });
  const id = `\${${server}.id}`;
  expect(JSON.parse(String(added[item]?.item)).server_client_id).toEqual({ S: id });
  expect(JSON.stringify(added[source])).toContain(id);
});

test('suspending a tenant changes its registry item and nothing else', () => {
  const active = resources(cell([tenant('acme')]));
  const suspended = resources(cell([tenant('acme', { status: 'suspended' })]));
  const changed = Object.keys(active).filter(
    (address) => JSON.stringify(active[address]) !== JSON.stringify(suspended[address]),
  );
  expect(changed).toEqual(['aws_dynamodb_table_item.acme_registry-item']);
});

test("a tenant's own policies are in its store only, and its registry item shows that the content differs", () => {
  const own = [
    policyFile(
      'environments/test/tenants/acme/treasury.cedar',
      'permit (principal in Payments::Group::"{user_pool_id}|treasury", action, resource);\n',
    ),
    policyFile(
      'environments/test/tenants/acme/lend.template.cedar',
      'permit (principal == ?principal, action, resource == ?resource);\n',
    ),
  ];
  const both = [tenant('acme'), tenant('globex')];
  const plain = resources(cell(both));
  const added = resources(cell(both, {}, undefined, new Map([['acme', own]])));
  const changed = Object.keys(added).filter(
    (address) => JSON.stringify(plain[address]) !== JSON.stringify(added[address]),
  );
  // Policies come after templates, and the identity source after policies.
  const policies = storeContent('tenant').policies.map(
    ({ name }) => `aws_verifiedpermissions_policy.acme_policy-${name}`,
  );
  expect(changed.sort()).toEqual(
    [
      ...policies,
      'aws_dynamodb_table_item.acme_registry-item',
      'aws_verifiedpermissions_identity_source.acme_identity-source',
      'aws_verifiedpermissions_policy.acme_policy-treasury',
      'aws_verifiedpermissions_policy_template.acme_template-lend',
    ].sort(),
  );
  expect(JSON.stringify(added['aws_verifiedpermissions_policy.acme_policy-treasury'])).toContain(
    `\${aws_cognito_user_pool.acme_pool.id}|treasury`,
  );
  expect(JSON.stringify(added['aws_dynamodb_table_item.acme_registry-item'])).toContain(
    contentHash(storeContentWith('tenant', own)),
  );
});

test('the groups of a tenant are those of its file', () => {
  const stack = cell([tenant('acme', { groups: ['auditors', 'viewers'] })]);
  expect(Object.keys(stack.resource.aws_cognito_user_group ?? {})).toEqual([
    'acme_group-auditors',
    'acme_group-viewers',
  ]);
});

test.each(['hook', 'post-confirmation'])(
  "a tenant cannot take %s, the name of one of the cell's own parts",
  (id) => {
    expect(() => cell([tenant(id)])).toThrow(new RegExp(`tenant ${id}: this id is taken.*choose another id`));
  },
);

test('a cell with one tenant', () => {
  expect(cell([tenant('acme')])).toMatchSnapshot();
});

test('a tenant with every option', () => {
  const plain = resources(cell([tenant('acme')]));
  const all = resources(cell([tenant('acme', everyTenantOption)]));
  // What the options add and change, and nothing else: the rest is in the snapshot above.
  expect(
    Object.fromEntries(
      Object.entries(all).filter(
        ([address, block]) => JSON.stringify(plain[address]) !== JSON.stringify(block),
      ),
    ),
  ).toMatchSnapshot();
});
