import { storeContent } from '../../stacks/policies/cedar';
import { contentHash } from '../../stacks/policies/content-hash';
import { at, customer, internal, machine, service } from './synthesized';

const client = (name: string) => `\${aws_cognito_user_pool_client.${name}.id}`;

// How the authorizer finds a flow's pool, clients and policy store.
test.each([
  ['customer', 'customer', customer(), [client('customer_web-client'), client('customer_probe-client')]],
  ['internal', 'internal', internal(), [client('internal_web-client')]],
  [
    'machine',
    'service',
    machine([service('billing'), service('reporting')]),
    [client('machine_service-billing_client'), client('machine_service-reporting_client')],
  ],
] as const)(
  'the %s flow is in the registry of its account, and is written there last',
  (flow, kind, stack, clients) => {
    const block = at(stack, `aws_dynamodb_table_item.${flow}_registry-item`);
    expect(block).toMatchObject({
      table_name: 'test-flow-registry',
      hash_key: 'flow',
      range_key: 'region',
      depends_on: [`aws_verifiedpermissions_identity_source.${flow}_identity-source`],
    });
    expect(JSON.parse(block.item)).toEqual({
      flow: { S: flow },
      region: { S: 'eu-central-1' },
      user_pool_id: { S: `\${aws_cognito_user_pool.${flow}_pool.id}` },
      client_ids: { L: clients.map((S) => ({ S })) },
      ...(flow === 'customer' && { probe_client_id: { S: client('customer_probe-client') } }),
      policy_store_id: { S: `\${aws_verifiedpermissions_policy_store.${flow}_store.id}` },
      policy_content: { S: contentHash(storeContent(kind)) },
    });
  },
);
