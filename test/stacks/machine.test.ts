import * as fc from 'fast-check';
import { storeContent } from '../../stacks/policies/cedar';
import { contentHash } from '../../stacks/policies/content-hash';
import { storeContentWith } from '../../stacks/policies/overlays';
import { type PolicyFile, policyFile } from '../../stacks/policies/source';
import { at, machine, type Synthesized, service } from './synthesized';

const billing = machine();
const client = 'aws_cognito_user_pool_client.machine_service-billing_client';
const item = (stack: Synthesized, id = 'billing') =>
  JSON.parse(at(stack, `aws_dynamodb_table_item.machine_service-${id}_registry-item`).item);

test('a service is one confidential client with only the client credentials flow', () => {
  expect(at(billing, client)).toMatchObject({
    name: 'billing',
    generate_secret: true,
    allowed_oauth_flows_user_pool_client: true,
    allowed_oauth_flows: ['client_credentials'],
    allowed_oauth_scopes: ['ledger/read', 'payments/read'],
    explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    access_token_validity: 15,
    token_validity_units: [{ access_token: 'minutes', id_token: 'minutes', refresh_token: 'days' }],
    enable_token_revocation: true,
    prevent_user_existence_errors: 'ENABLED',
  });
  expect(at(billing, client)).not.toHaveProperty('callback_urls');
  expect(at(billing, client)).not.toHaveProperty('supported_identity_providers');
});

test('the pool is only for services: nobody signs up, in or back in', () => {
  const pool = at(billing, 'aws_cognito_user_pool.machine_pool');
  expect(pool).toMatchObject({
    name: 'test-machine',
    admin_create_user_config: { allow_admin_create_user_only: true },
    mfa_configuration: 'ON',
    account_recovery_setting: { recovery_mechanism: [{ name: 'admin_only', priority: 1 }] },
    lambda_config: { pre_token_generation_config: { lambda_version: 'V3_0' } },
  });
  expect(Object.keys(billing.resource.aws_cognito_user_pool_client ?? {})).toEqual([
    'machine_service-billing_client',
  ]);
});

test('/oauth2/token has a domain', () => {
  expect(at(billing, 'aws_cognito_user_pool_domain.machine_domain').domain).toBe('northpay-test-machine');
});

test('resource servers have the scopes of the environment, and are created one after the other', () => {
  expect(at(billing, 'aws_cognito_resource_server.machine_server-payments')).toMatchObject({
    identifier: 'payments',
    name: 'Payments',
    scope: [
      { scope_name: 'read', scope_description: 'See payments' },
      { scope_name: 'write', scope_description: 'Create payments' },
    ],
  });
  expect(at(billing, 'aws_cognito_resource_server.machine_server-ledger').depends_on).toEqual([
    'aws_cognito_resource_server.machine_server-payments',
  ]);
  // The last of them comes after all others, so a client never asks for a scope that does not exist yet.
  expect(at(billing, client).depends_on).toEqual(['aws_cognito_resource_server.machine_server-ledger']);
});

test('the registry item says what the hook puts into tokens, and for which pool', () => {
  const block = at(billing, 'aws_dynamodb_table_item.machine_service-billing_registry-item');
  expect(block).toMatchObject({ table_name: 'test-services', hash_key: 'client_id' });
  expect(item(billing)).toEqual({
    client_id: { S: `\${${client}.id}` },
    service_id: { S: 'billing' },
    tier: { S: 'silver' },
    status: { S: 'active' },
    allowed_ops: { L: [{ S: 'ledger:view' }, { S: 'payments:view' }] },
    rate_limit: { N: '50' },
    user_pool_id: { S: `\${aws_cognito_user_pool.machine_pool.id}` },
  });
});

const resources = ({ resource }: Synthesized) =>
  Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => [`${type}.${name}`, JSON.stringify(block)] as const),
    ),
  );

test('suspending a service changes its registry item and nothing else', () => {
  const before = resources(billing);
  const after = resources(machine([service('billing', { status: 'suspended' })]));
  expect(Object.keys(before).filter((address) => before[address] !== after[address])).toEqual([
    'aws_dynamodb_table_item.machine_service-billing_registry-item',
  ]);
});

test('the order in which a file lists operations and scopes changes nothing', () => {
  const lists = { allowedOps: ['ledger:view', 'payments:view'], scopes: ['ledger/read', 'payments/read'] };
  fc.assert(
    fc.property(
      fc.shuffledSubarray(lists.allowedOps, { minLength: 2 }),
      fc.shuffledSubarray(lists.scopes, { minLength: 2 }),
      (allowedOps, scopes) => {
        expect(machine([service('billing', { allowedOps, scopes })])).toEqual(billing);
      },
    ),
    { numRuns: 8 },
  );
});

describe('the policy store', () => {
  test('knows services as principals, by the client id in their tokens, and accepts only their tokens', () => {
    const [configuration] = at(
      billing,
      'aws_verifiedpermissions_identity_source.machine_identity-source',
    ).configuration;
    expect(at(billing, 'aws_verifiedpermissions_identity_source.machine_identity-source')).toMatchObject({
      principal_entity_type: 'Payments::Service',
    });
    const [source] = configuration.cognito_user_pool_configuration;
    expect(source.client_ids).toEqual([`\${${client}.id}`]);
    // Services are in no groups.
    expect(source).not.toHaveProperty('group_configuration');
  });
});

/** Billing with its own policy store, beside reporting, which shares the flow's. */
const quiet = policyFile(
  'environments/test/services/billing/quiet.cedar',
  'forbid (principal, action == Payments::Action::"notifyCustomer", resource);\n',
);
const withOwn = (overlays: PolicyFile[] = []) =>
  machine(
    [service('billing', { policyStore: 'own' }), service('reporting')],
    {},
    new Map([['billing', overlays]]),
  );
const source = (stack: Synthesized, owner: string) =>
  at(stack, `aws_verifiedpermissions_identity_source.${owner}_identity-source`);
const clientsOf = (stack: Synthesized, owner: string) =>
  source(stack, owner).configuration[0].cognito_user_pool_configuration[0].client_ids;

describe('a service with a policy store of its own', () => {
  const stack = withOwn([quiet]);
  const own = 'machine_service-billing';
  const reporting = `\${aws_cognito_user_pool_client.machine_service-reporting_client.id}`;

  test('is accepted by that store only: one client, one store', () => {
    expect(clientsOf(stack, own)).toEqual([`\${${client}.id}`]);
    expect(clientsOf(stack, 'machine')).toEqual([reporting]);
    expect(at(stack, `aws_verifiedpermissions_policy_store.${own}_store`)).toMatchObject({
      description: 'test-machine-billing',
      validation_settings: [{ mode: 'STRICT' }],
    });
  });

  test('has in it the policies of its kind and those beside its file', () => {
    const policiesOf = (owner: string) =>
      Object.keys(stack.resource.aws_verifiedpermissions_policy ?? {})
        .filter((name) => name.startsWith(`${owner}_policy-`))
        .map((name) => name.replace(`${owner}_policy-`, ''));
    const kind = storeContent('service').policies.map(({ name }) => name);
    expect(policiesOf('machine')).toEqual(kind);
    expect(policiesOf(own)).toEqual([...kind, 'quiet'].sort());
  });

  test("is registered with it last, and the flow's registry lists the clients of both stores", () => {
    expect(item(stack)).toMatchObject({
      policy_store_id: { S: `\${aws_verifiedpermissions_policy_store.${own}_store.id}` },
      policy_content: { S: contentHash(storeContentWith('service', [quiet])) },
    });
    expect(at(stack, `aws_dynamodb_table_item.${own}_registry-item`).depends_on).toEqual([
      `aws_verifiedpermissions_identity_source.${own}_identity-source`,
    ]);
    expect(item(stack, 'reporting')).not.toHaveProperty('policy_store_id');
    const flow = JSON.parse(at(stack, 'aws_dynamodb_table_item.machine_registry-item').item);
    expect(flow).toMatchObject({
      client_ids: { L: [{ S: `\${${client}.id}` }, { S: reporting }] },
      policy_content: { S: contentHash(storeContent('service')) },
    });
  });

  test("a policy beside its file changes nothing in the flow's store, nor for another service", () => {
    const before = resources(withOwn());
    const after = resources(stack);
    const changed = Object.keys(after).filter((address) => before[address] !== after[address]);
    expect(changed.sort()).toEqual([
      `aws_dynamodb_table_item.${own}_registry-item`,
      `aws_verifiedpermissions_identity_source.${own}_identity-source`,
      `aws_verifiedpermissions_policy.${own}_policy-quiet`,
    ]);
    expect(Object.keys(before).filter((address) => !(address in after))).toEqual([]);
  });

  test("if no service shares the flow's store, that store accepts no client", () => {
    const alone = machine([service('billing', { policyStore: 'own' })]);
    expect(clientsOf(alone, 'machine')).toEqual(['no-client']);
    expect(clientsOf(machine([]), 'machine')).toEqual(['no-client']);
  });
});

test('the machine stack', () => {
  expect(billing).toMatchSnapshot();
});
