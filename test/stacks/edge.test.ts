import fc from 'fast-check';
import { authorizer, sampleBackend } from '../../functions/catalogue';
import { edgeStack, flows, route, settings } from './edge-fixture';
import { at, type Synthesized } from './synthesized';

const stack = edgeStack();
const cells = edgeStack(settings(), 'cells-a');
const withSample = edgeStack(settings([route('customer'), route('machine', { backend: 'sample' })]));

/** All resources of a type; the values can be anything. */
// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON has no types of its own.
const all = ({ resource }: Synthesized, type: string): any[] => Object.values(resource[type] ?? {});

/** The value that Terraform fills in for an attribute of a resource. */
const ref = (attribute: string) => `\${${attribute}}`;
const api = 'aws_apigatewayv2_api.api';

describe('routes', () => {
  test('those of the flows in the account, each decided by the authorizer', () => {
    const keys = (of: Synthesized) => all(of, 'aws_apigatewayv2_route').map(({ route_key }) => route_key);
    expect(keys(stack)).toEqual([
      'GET /customer/payments/{payment}',
      'GET /internal/payments/{payment}',
      'GET /machine/payments/{payment}',
    ]);
    expect(keys(cells)).toEqual(['GET /tenant/payments/{payment}']);
    for (const one of [...all(stack, 'aws_apigatewayv2_route'), ...all(cells, 'aws_apigatewayv2_route')])
      expect(one).toMatchObject({
        api_id: ref(`${api}.id`),
        authorization_type: 'CUSTOM',
        authorizer_id: ref('aws_apigatewayv2_authorizer.authorizer_authorizer.id'),
      });
  });

  const segment = fc.stringMatching(/^([a-z0-9]{1,3}(-[a-z0-9]{1,3}){0,2}|\{[a-z][A-Za-z0-9]{0,2}\})$/);
  const written = fc.record({
    method: fc.constantFrom('DELETE', 'GET', 'PATCH', 'POST', 'PUT'),
    path: fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
  });

  test('any two of them have different addresses, however similar they are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(written, {
          minLength: 1,
          maxLength: 12,
          selector: ({ method, path }) => method + path,
        }),
        (routes) => {
          const made = edgeStack(settings(routes.map((one) => route('customer', one as never))));
          expect(
            all(made, 'aws_apigatewayv2_route')
              .map(({ route_key }) => route_key)
              .sort(),
          ).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
        },
      ),
      { numRuns: 25 },
    );
  });

  test('another one leaves all others where they are', () => {
    const more = edgeStack(settings([route('customer', { path: '/a' }), ...settings().routes]));
    expect(more.resource.aws_apigatewayv2_route).toMatchObject(stack.resource.aws_apigatewayv2_route ?? {});
    expect(at(more, 'aws_apigatewayv2_route.routes_get--customer--payments---payment')).toBeDefined();
  });
});

describe('backends', () => {
  test.each(flows)(
    'by URL: what the edge says about a %s reaches it instead of whatever the caller wrote',
    (flow) => {
      const made = flow === 'tenant' ? cells : stack;
      const { request_parameters: parameters, ...rest } = at(
        made,
        `aws_apigatewayv2_integration.backends_payments-${flow}`,
      );
      expect(rest).toMatchObject({
        integration_type: 'HTTP_PROXY',
        integration_method: 'ANY',
        integration_uri: 'https://payments.northpay.example',
        timeout_milliseconds: 30_000,
      });
      expect(parameters).toEqual({
        'overwrite:path': '$request.path',
        'overwrite:header.x-fleet-flow': flow,
        'overwrite:header.x-fleet-judged': '$context.authorizer.judged',
        'overwrite:header.x-fleet-principal': '$context.authorizer.principal',
        'overwrite:header.x-fleet-policies': '$context.authorizer.policies',
        ...(flow === 'tenant'
          ? { 'overwrite:header.x-fleet-tenant': '$context.authorizer.tenant_id' }
          : { 'remove:header.x-fleet-tenant': "''" }),
      });
    },
  );

  test('one integration for all routes of a flow to one backend', () => {
    const made = edgeStack(
      settings([route('customer'), route('customer', { path: '/a' }), route('machine')]),
    );
    expect(Object.keys(made.resource.aws_apigatewayv2_integration ?? {})).toEqual([
      'backends_payments-customer',
      'backends_payments-machine',
    ]);
  });

  test('the sample exists if a route leads to it, and is called for this API only', () => {
    expect(all(stack, 'aws_lambda_function')).toHaveLength(1);
    expect(at(withSample, 'aws_apigatewayv2_integration.backends_sample_integration')).toMatchObject({
      integration_type: 'AWS_PROXY',
      integration_uri: ref('aws_lambda_function.backends_sample_answer_function.invoke_arn'),
      payload_format_version: '2.0',
    });
    expect(at(withSample, 'aws_lambda_permission.backends_sample_permission')).toMatchObject({
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      function_name: ref('aws_lambda_function.backends_sample_answer_function.function_name'),
      source_arn: `${ref(`${api}.execution_arn`)}/*/*`,
    });
    expect(at(withSample, 'aws_lambda_function.backends_sample_answer_function')).toMatchObject({
      function_name: 'test-sample-backend',
      timeout: sampleBackend.timeoutSeconds,
    });
  });
});

describe('the authorizer', () => {
  test('is asked about every single request, and must answer yes or no', () => {
    expect(at(stack, 'aws_apigatewayv2_authorizer.authorizer_authorizer')).toMatchObject({
      authorizer_type: 'REQUEST',
      authorizer_uri: ref('aws_lambda_function.authorizer_decide_function.invoke_arn'),
      authorizer_payload_format_version: '2.0',
      enable_simple_responses: true,
      identity_sources: ['$request.header.Authorization'],
      authorizer_result_ttl_in_seconds: 0,
    });
  });

  test('is called by this authorizer of this API only', () => {
    expect(all(stack, 'aws_lambda_permission')).toEqual([
      expect.objectContaining({
        action: 'lambda:InvokeFunction',
        principal: 'apigateway.amazonaws.com',
        source_arn: `${ref(`${api}.execution_arn`)}/authorizers/${ref('aws_apigatewayv2_authorizer.authorizer_authorizer.id')}`,
      }),
    ]);
  });

  const name = 'authorizer_decide';
  const variables = { ALLOW_SECONDS: '60', DENY_SECONDS: '5' };

  test.each([
    [
      'the flows',
      stack,
      {
        FLOW_REGISTRY_TABLE: 'test-flow-registry',
        TENANT_REGISTRY_TABLE: '',
        SERVICES_TABLE: 'test-services',
      },
    ],
    [
      'tenants',
      cells,
      { FLOW_REGISTRY_TABLE: '', TENANT_REGISTRY_TABLE: 'test-tenant-registry', SERVICES_TABLE: '' },
    ],
  ])('where %s are: knows the existing registries, reads them, and asks policy stores', (_, of, tables) => {
    const made = at(of, `aws_lambda_function.${name}_function`);
    expect(made).toMatchObject({
      function_name: 'test-authorizer',
      description: 'authorizer: called by API Gateway',
      timeout: authorizer.timeoutSeconds,
      memory_size: authorizer.memoryMb,
      environment: { variables: { ...variables, ...tables } },
    });
    const account = of === stack ? '111111111111' : '222222222222';
    const [, , ...rights] = JSON.parse(at(of, `aws_iam_role_policy.${name}_rights`).policy).Statement;
    expect(rights).toEqual([
      {
        Sid: 'ReadTables',
        Effect: 'Allow',
        Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
        Resource: Object.values(tables)
          .filter((table) => table !== '')
          .map((table) => `arn:aws:dynamodb:eu-central-1:${account}:table/${table}`),
      },
      {
        Sid: 'AskPolicyStores',
        Effect: 'Allow',
        Action: ['verifiedpermissions:IsAuthorizedWithToken'],
        Resource: [`arn:aws:verifiedpermissions::${account}:policy-store/*`],
      },
    ]);
  });
});

describe('the stage', () => {
  const { access_log_settings: log, ...stage } = at(stack, 'aws_apigatewayv2_stage.stage_stage');

  test('serves changes at once, within limits, and nothing before its authorizer can be called', () => {
    expect(stage).toMatchObject({
      name: '$default',
      auto_deploy: true,
      default_route_settings: {
        throttling_rate_limit: 50,
        throttling_burst_limit: 100,
        detailed_metrics_enabled: true,
      },
    });
    expect(stage.depends_on).toEqual([
      'aws_lambda_permission.authorizer_permission',
      ...Object.keys(stack.resource.aws_apigatewayv2_route ?? {}).map((id) => `aws_apigatewayv2_route.${id}`),
    ]);
  });

  test('the log group of earlier versions is forgotten with its content, not deleted', () => {
    expect(stack).toHaveProperty('removed', [
      { from: 'aws_cloudwatch_log_group.stage_log-group', lifecycle: { destroy: false } },
    ]);
    expect(stack.resource.aws_cloudwatch_log_group).not.toHaveProperty('stage_log-group');
  });

  test('its access log says what was decided, without token, header, query, address or path', () => {
    expect(at(stack, 'aws_cloudwatch_log_group.stage_access-log')).toMatchObject({
      name: '/aws/vendedlogs/apigateway/test-edge',
      retention_in_days: 14,
    });
    expect(log.destination_arn).toBe(ref('aws_cloudwatch_log_group.stage_access-log.arn'));
    const variables: string[] = Object.values(JSON.parse(log.format));
    const told = ['flow', 'tenant_id', 'client_id', 'principal', 'policies', 'error'];
    for (const variable of variables) {
      expect(variable).toMatch(/^\$context\.[A-Za-z_.]+$/);
      expect(variable).not.toMatch(/\.(path|identity|claims|domainName)\b|header|query/i);
    }
    expect(variables.filter((variable) => variable.includes('.authorizer.')).sort()).toEqual(
      told.map((property) => `$context.authorizer.${property}`).sort(),
    );
    expect(variables).toEqual(
      expect.arrayContaining(['$context.requestId', '$context.routeKey', '$context.status']),
    );
    // API Gateway's limit for the format: 3 KB.
    expect(Buffer.byteLength(log.format)).toBeLessThan(3000);
  });
});

test("alarms: calls that fail without the caller's fault, and an authorizer that refuses most calls, has no capacity or is slow", () => {
  const alarms = all(stack, 'aws_cloudwatch_metric_alarm');
  expect(alarms.map(({ alarm_name }) => alarm_name).sort()).toEqual([
    'test-authorizer-duration',
    'test-authorizer-errors',
    'test-authorizer-throttles',
    'test-edge-failures',
  ]);
  const topic = ['arn:aws:sns:eu-central-1:111111111111:platform-alarms'];
  for (const alarm of alarms)
    expect(alarm).toMatchObject({
      alarm_actions: topic,
      ok_actions: topic,
      treat_missing_data: 'notBreaching',
    });
  // The share, since anyone can send a token that is refused.
  expect(alarms.find(({ metric_name }) => metric_name === 'Errors')).toMatchObject({
    statistic: 'Average',
    threshold: 0.5,
  });
  expect(alarms.find(({ metric_name }) => metric_name === '5xx')).toMatchObject({
    namespace: 'AWS/ApiGateway',
    dimensions: { ApiId: ref(`${api}.id`), Stage: '$default' },
    statistic: 'Average',
    threshold: 0.05,
  });
});

test('people and scripts find the API through its outputs', () => {
  expect(stack.output).toMatchObject({
    api_id: { value: ref(`${api}.id`) },
    api_endpoint: { value: ref(`${api}.api_endpoint`) },
  });
});

test('the edge stack', () => {
  expect(withSample).toMatchSnapshot();
});
