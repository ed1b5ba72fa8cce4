import type { Statement } from '../../stacks/permissions/document';
import { matches } from '../invariants/documents';
import { settings } from './edge-fixture';
import { at, foundation, type Synthesized } from './synthesized';

const edged = foundation('identity', { edge: settings() });
const plain = foundation('identity');

/** Statements in all policies of a role of the foundation, or of the functions' boundary. */
const rightsOf = (stack: Synthesized, role: string): Statement[] =>
  Object.entries(stack.resource.aws_iam_policy ?? {})
    .filter(([name]) => name.split('_')[0] === role)
    .flatMap(([name]) => JSON.parse(at(stack, `aws_iam_policy.${name}`).policy).Statement);

/** Whether some statement allows it, whatever its condition. */
const may = (statements: Statement[], action: string, arn: string) =>
  statements.some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' && Action?.includes(action) && Resource?.some((pattern) => matches(pattern, arn)),
  );

const arn = (path: string) => `arn:aws:apigateway:eu-central-1::${path}`;
const api = '/apis/a1b2c3d4e5';
const parts = ['', '/authorizers/abc', '/integrations/abc', '/routes/abc', '/stages/$default'];
const tagsOf = (path: string) => `/tags/${encodeURIComponent(arn(path))}`;

describe('API Gateway', () => {
  const deploy = rightsOf(edged, 'deploy');
  const plan = rightsOf(edged, 'plan');

  test.each(parts)("the deploy role may create, read, change and delete an API's %s", (part) => {
    const collection = part === '' ? '/apis' : `${api}${part.replace(/\/[^/]+$/, '')}`;
    expect(may(deploy, 'apigateway:POST', arn(collection))).toBe(true);
    for (const action of ['GET', 'PATCH', 'DELETE'])
      expect(may(deploy, `apigateway:${action}`, arn(api + part))).toBe(true);
    expect(may(plan, 'apigateway:GET', arn(api + part))).toBe(true);
  });

  test.each([api, `${api}/stages/$default`])('it may tag %s, whose tags the plan role may read', (path) => {
    for (const action of ['POST', 'DELETE', 'GET'])
      expect(may(deploy, `apigateway:${action}`, arn(tagsOf(path)))).toBe(true);
    expect(may(plan, 'apigateway:GET', arn(tagsOf(path)))).toBe(true);
  });

  test("the account's first API creates API Gateway's own role, and no other", () => {
    const role = (service: string) => `arn:aws:iam::111111111111:role/aws-service-role/${service}/Any`;
    const making = (statements: Statement[]) =>
      statements.filter(
        ({ Action, Resource }) =>
          Action?.includes('iam:CreateServiceLinkedRole') &&
          Resource?.some((pattern) => matches(pattern, role('ops.apigateway.amazonaws.com'))),
      );
    expect(making(deploy)).toHaveLength(1);
    const [{ Condition, Resource } = {}] = making(deploy);
    expect(Condition).toEqual({ StringEquals: { 'iam:AWSServiceName': 'ops.apigateway.amazonaws.com' } });
    expect(Resource?.some((pattern) => matches(pattern, role('lambda.amazonaws.com')))).toBe(false);
    expect(making(plan)).toEqual([]);
    expect(making(rightsOf(plain, 'deploy'))).toEqual([]);
  });

  test('an API is created with our tags', () => {
    const making = deploy.filter(
      ({ Action, Resource }) =>
        Action?.includes('apigateway:POST') && Resource?.includes('arn:aws:apigateway:*::/apis'),
    );
    expect(making.map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: { 'aws:RequestTag/managed-by': 'identity-fleet', 'aws:RequestTag/environment': 'test' },
      },
    ]);
  });

  test.each(['/account', '/domainnames/x', '/restapis/x', '/vpclinks/x', '/usageplans/x', '/apikeys/x'])(
    'neither role may touch %s',
    (path) => {
      for (const action of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
        for (const statements of [deploy, plan])
          expect(may(statements, `apigateway:${action}`, arn(path))).toBe(false);
    },
  );

  test('the plan role changes nothing, and sets up no log delivery', () => {
    const actions = plan.flatMap(({ Action }) => Action ?? []);
    expect(actions.filter((action) => action.startsWith('apigateway:'))).toEqual(['apigateway:GET']);
    expect(actions.filter((action) => /^logs:.*(LogDelivery|ResourcePolicy)/.test(action))).toEqual([]);
  });
});

test("access logs are in a group of our own, which is no one else's", () => {
  const group = (name: string) => `arn:aws:logs:eu-central-1:111111111111:log-group:${name}`;
  const deploy = rightsOf(edged, 'deploy');
  for (const action of ['CreateLogGroup', 'PutRetentionPolicy', 'DeleteLogGroup', 'TagResource']) {
    expect(may(deploy, `logs:${action}`, group('/aws/vendedlogs/apigateway/test-edge'))).toBe(true);
    for (const other of ['/aws/vendedlogs/apigateway/other', '/aws/vendedlogs/states/test-edge'])
      expect(may(deploy, `logs:${action}`, group(other))).toBe(false);
    // The log group of earlier versions is forgotten, with its logs.
    expect(may(deploy, `logs:${action}`, group('/aws/apigateway/test-edge'))).toBe(false);
  }
  // Terraform reads it once more before it forgets it.
  for (const statements of [deploy, rightsOf(edged, 'plan')])
    for (const name of ['/aws/vendedlogs/apigateway/test-edge', '/aws/apigateway/test-edge'])
      expect(may(statements, 'logs:ListTagsForResource', group(name))).toBe(true);
  // Functions write only to their own groups.
  const boundary = JSON.parse(at(edged, 'aws_iam_policy.boundary').policy).Statement;
  expect(may(boundary, 'logs:PutLogEvents', group('/aws/vendedlogs/apigateway/test-edge'))).toBe(false);
});

test('an account without an edge has none of these rights', () => {
  for (const role of ['deploy', 'plan', 'boundary'])
    for (const { Action } of rightsOf(plain, role))
      expect(
        Action?.filter((action) => /^apigateway:|^logs:.*LogDelivery|IsAuthorizedWithToken/.test(action)) ??
          [],
      ).toEqual([]);
  expect(plain.resource.aws_iam_policy).not.toHaveProperty('deploy_edge-policy');
});
