import type { Statement } from '../../stacks/permissions/document';
import { everyOption } from './every-option';
import {
  at,
  cell,
  customer,
  customerSettings,
  foundation,
  internal,
  internalSettings,
  tenant,
} from './synthesized';

const oidc = everyOption.tenants
  .map(({ identityProvider }) => identityProvider)
  .find((one) => one?.type === 'oidc');
const { socialProviders } = everyOption.environment.customer;
const social = customer({ customer: customerSettings({ socialProviders }) });
const tenants = cell([tenant('acme', { identityProvider: oidc }), tenant('initech')]);
const statements = (policy: string): Statement[] => JSON.parse(policy).Statement;
const actions = [
  'cognito-idp:CreateIdentityProvider',
  'cognito-idp:DeleteIdentityProvider',
  'cognito-idp:DescribeIdentityProvider',
  'cognito-idp:UpdateIdentityProvider',
];

describe('the function that manages providers with a secret', () => {
  test.each([
    ['customer', social, 'test-customer-identity-provider'],
    ['internal', internal(), 'test-internal-identity-provider'],
    ['a cell', tenants, 'test-cell-01-identity-provider'],
  ])('is in %s once, with its log group, without alarms', (_, stack, name) => {
    expect(at(stack, 'aws_lambda_function.identity-provider_function')).toMatchObject({
      function_name: name,
      description: 'identity-provider: called by Terraform',
      timeout: 30,
      tracing_config: { mode: 'Active' },
    });
    expect(at(stack, 'aws_cloudwatch_log_group.identity-provider_log-group').name).toBe(
      `/aws/lambda/${name}`,
    );
    const alarms = Object.keys(stack.resource.aws_cloudwatch_metric_alarm ?? {});
    expect(alarms.filter((id) => id.startsWith('identity-provider'))).toEqual([]);
    // No service may call it.
    for (const { function_name } of Object.values(stack.resource.aws_lambda_permission ?? {}))
      expect(function_name).not.toContain('identity-provider');
  });

  test.each([
    [
      'SAML alone',
      internal(
        internalSettings({ okta: { ...everyOption.environment.internal?.okta, oidc: undefined } as never }),
      ),
    ],
    ['no tenant with OpenID Connect', cell([tenant('acme')])],
  ])('is absent with %s', (_, stack) => {
    expect(Object.keys(stack.resource.aws_lambda_function ?? {})).not.toContain('identity-provider_function');
  });

  test.each([
    ['customer', social],
    ['internal', internal()],
  ])('%s: may change the providers of its own pool', (flow, stack) => {
    const { role, policy } = at(stack, `aws_iam_role_policy.${flow}_identity-provider-rights`);
    expect(role).toBe(`\${aws_iam_role.identity-provider_role.name}`);
    expect(statements(policy)).toEqual([
      {
        Sid: 'ManageProviders',
        Effect: 'Allow',
        Action: actions,
        Resource: [`\${aws_cognito_user_pool.${flow}_pool.arn}`],
      },
    ]);
  });

  test("in a cell may change those of the cell's pools, by their tags", () => {
    expect(statements(at(tenants, 'aws_iam_role_policy.identity-provider_rights').policy).slice(2)).toEqual([
      {
        Sid: 'ManageProviders',
        Effect: 'Allow',
        Action: actions,
        Resource: ['arn:aws:cognito-idp:eu-central-1:222222222222:userpool/*'],
        Condition: {
          StringEquals: {
            'aws:ResourceTag/managed-by': 'identity-fleet',
            'aws:ResourceTag/environment': 'test',
            'aws:ResourceTag/stack': 'cell-01',
          },
        },
      },
    ]);
  });
});

test('is called for a provider on every change, after the permissions, one provider of a pool after the other', () => {
  const [first, second] = ['google', 'facebook'].map((name) =>
    at(social, `aws_lambda_invocation.customer_idp-${name}`),
  );
  expect(first).toMatchObject({
    function_name: `\${aws_lambda_function.identity-provider_function.function_name}`,
    lifecycle_scope: 'CRUD',
    depends_on: ['aws_iam_role_policy.customer_identity-provider-rights'],
  });
  expect(second.depends_on).toContain('aws_lambda_invocation.customer_idp-google');
  expect(first.lifecycle).not.toHaveProperty('prevent_destroy');
});

test('a plan fails while the last change has not reached Cognito', () => {
  const { lifecycle } = at(tenants, 'aws_lambda_invocation.acme_idp-tenant-oidc');
  const [{ condition, error_message }] = lifecycle.postcondition;
  expect(condition).toBe(
    `\${jsondecode(self.result).revision == jsondecode(self.input).revision && ` +
      'jsondecode(self.result).userPoolId == jsondecode(self.input).userPoolId}',
  );
  expect(error_message).toContain('terraform state rm aws_lambda_invocation.acme_idp-tenant-oidc');
});

test('the revision covers everything that is wanted, and nothing else', () => {
  const revision = (changes: object) =>
    JSON.parse(
      at(
        cell([tenant('acme', { identityProvider: { ...oidc, ...changes } as never })]),
        'aws_lambda_invocation.acme_idp-tenant-oidc',
      ).input,
    ).revision;
  expect(revision({})).toBe(revision({}));
  for (const changes of [
    { scopes: ['openid'] },
    { domains: ['other.example'] },
    { attributes: { email: 'mail' } },
  ])
    expect(revision(changes)).not.toBe(revision({}));
  expect(revision({ secretName: 'fleet/tenants/other' })).toBe(revision({}));
});

describe('the deploy role', () => {
  const every = { ...everyOption.environment, name: 'test' };
  const calling = (account: string, changes: object) => {
    const stack = foundation(account, changes);
    return Object.keys(stack.resource.aws_iam_policy ?? {}).flatMap((id) => {
      const { name, policy } = at(stack, `aws_iam_policy.${id}`);
      return statements(policy)
        .filter(({ Action }) => Action?.includes('lambda:InvokeFunction'))
        .map(({ Resource }) => ({ name, Resource }));
    });
  };

  test.each(['identity', 'cells-a'])('calls exactly these functions (%s)', (account) => {
    const [called, ...others] = calling(account, every);
    expect(others).toEqual([]);
    expect(called).toEqual({
      name: 'test-fleet-deploy-functions',
      Resource: ['', ':$LATEST'].map((version) =>
        expect.stringMatching(
          new RegExp(
            `^arn:aws:lambda:\\*:\\d{12}:function:test-\\*-identity-provider${version.replace('$', '\\$')}$`,
          ),
        ),
      ),
    });
  });

  test('calls none if there is no provider with a secret', () => {
    expect(calling('identity', { ...every, customer: customerSettings(), internal: undefined })).toEqual([]);
  });
});
