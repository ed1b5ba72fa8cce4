import { loadPolicies, policyDir, type StoreKind } from '../../stacks/policies/cedar';
import {
  at,
  cell,
  customer,
  internal,
  internalSettings,
  machine,
  type Synthesized,
  service,
  tenant,
} from './synthesized';

const users = ['web-client', 'probe-client'];
describe.each([
  ['tenant', 'acme', users, (changes = {}) => cell([tenant('acme')], changes)],
  ['customer', 'customer', users, (changes = {}) => customer(changes)],
  ['internal', 'internal', ['web-client'], (changes = {}) => internal(internalSettings(), changes)],
  [
    'service',
    'machine',
    ['service-billing_client', 'service-reporting_client'],
    (changes = {}) => machine([service('billing'), service('reporting')], changes),
  ],
] as [StoreKind, string, string[], (changes?: object) => Synthesized][])(
  'the %s policy store',
  (kind, owner, clients, synthesize) => {
    const stack = synthesize();
    const content = loadPolicies(policyDir(kind));
    const schema = `aws_verifiedpermissions_schema.${owner}_schema`;

    test('is strict, and protected in production only', () => {
      const address = `aws_verifiedpermissions_policy_store.${owner}_store`;
      expect(at(stack, address)).toMatchObject({
        validation_settings: [{ mode: 'STRICT' }],
        lifecycle: { prevent_destroy: false },
      });
      expect(at(synthesize({ production: true }), address).lifecycle).toEqual({ prevent_destroy: true });
    });

    test("has the folder's schema, and one policy per file, named after it", () => {
      expect(at(stack, schema).definition.value).toBe(content.schema);
      expect(Object.keys(stack.resource.aws_verifiedpermissions_policy ?? {}).sort()).toEqual(
        content.policies.map(({ name }) => `${owner}_policy-${name}`).sort(),
      );
      for (const { name } of content.policies)
        expect(
          at(stack, `aws_verifiedpermissions_policy.${owner}_policy-${name}`).definition[0].static[0]
            .description,
        ).toBe(`${name}.cedar`);
    });

    test('names groups with the id that its own pool will get', () => {
      const statements = content.policies.map(
        ({ name }) =>
          at(stack, `aws_verifiedpermissions_policy.${owner}_policy-${name}`).definition[0].static[0]
            .statement as string,
      );
      const groups = statements.flatMap((text) => text.match(/Group::"[^"]*"/g) ?? []);
      // Customers have roles and staff Okta groups, both from claims of the token; services have no groups.
      expect(groups.length > 0).toBe(kind === 'tenant');
      for (const group of groups)
        expect(group.startsWith(`Group::"\${aws_cognito_user_pool.${owner}_pool.id}|`)).toBe(true);
    });

    test('is created in order: store, schema, templates, policies, identity source, registry item', () => {
      const templates = content.templates.map(
        ({ name }) => `aws_verifiedpermissions_policy_template.${owner}_template-${name}`,
      );
      const policies = content.policies.map(
        ({ name }) => `aws_verifiedpermissions_policy.${owner}_policy-${name}`,
      );
      const store = `\${aws_verifiedpermissions_policy_store.${owner}_store.id}`;
      expect(at(stack, schema).policy_store_id).toBe(store);
      for (const template of templates) expect(at(stack, template).depends_on).toEqual([schema]);
      for (const policy of policies) expect(at(stack, policy).depends_on).toEqual([schema, ...templates]);
      const source = `aws_verifiedpermissions_identity_source.${owner}_identity-source`;
      expect(at(stack, source).depends_on).toEqual(policies);
      expect(policies.length).toBeGreaterThan(0);
      expect(at(stack, `aws_dynamodb_table_item.${owner}_registry-item`).depends_on).toContain(source);
    });

    test('accepts tokens of its own pool and clients only', () => {
      expect(at(stack, `aws_verifiedpermissions_identity_source.${owner}_identity-source`)).toMatchObject({
        principal_entity_type: kind === 'service' ? 'Payments::Service' : 'Payments::User',
        configuration: [
          {
            cognito_user_pool_configuration: [
              {
                user_pool_arn: `\${aws_cognito_user_pool.${owner}_pool.arn}`,
                client_ids: clients.map((name) => `\${aws_cognito_user_pool_client.${owner}_${name}.id}`),
                ...(kind === 'service'
                  ? {}
                  : { group_configuration: [{ group_entity_type: 'Payments::Group' }] }),
              },
            ],
          },
        ],
      });
    });
  },
);
