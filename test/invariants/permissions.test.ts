import { type Document, documentsOf, matches } from './documents';
import { realEnvironments, resourcesOf, synthesize } from './fleet';
import { actionsOf } from './provider-actions';

const stacks = realEnvironments.flatMap((loaded) => [...synthesize(loaded).values()]);
const documents = documentsOf(stacks);
const allowed = documents.flatMap((document) =>
  document.statements
    .filter(({ Effect }) => Effect === 'Allow')
    .map((statement) => ({ document, statement })),
);

test('every resource that takes a policy document has been looked at', () => {
  const text = new Set(
    resourcesOf(stacks)
      .filter(({ block }) => JSON.stringify(block).includes('2012-10-17'))
      .map(({ stack, address }) => `${stack.id} ${address}`),
  );
  expect(new Set(documents.map(({ name }) => name))).toEqual(text);
});

test('documents fit their limits, and a role its ten policies', () => {
  expect(
    documents.filter(({ size, limit }) => size > limit).map(({ name, size }) => `${name}: ${size}`),
  ).toEqual([]);
  const attachments = resourcesOf(stacks, 'aws_iam_role_policy_attachment').map(
    ({ stack, block }) => `${stack.id} ${block.role}`,
  );
  for (const role of new Set(attachments))
    expect(attachments.filter((one) => one === role).length).toBeLessThanOrEqual(10);
});

test('Sids are unique in a document, and plain enough for IAM', () => {
  for (const { name, statements } of documents) {
    const sids = statements.map(({ Sid }) => Sid);
    expect({ name, sids }).toEqual({ name, sids: [...new Set(sids)] });
    for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  }
});

test('no allowed action is a pattern, and nothing is allowed by exception', () => {
  const patterns = allowed.filter(
    ({ statement }) => statement.NotAction || statement.Action?.some((action) => /[*?]/.test(action)),
  );
  expect(patterns.map(({ document, statement }) => `${document.name} ${statement.Sid}`)).toEqual([]);
});

/** Actions that AWS cannot bound to a resource (service authorization reference), or that make one. */
const unbounded = [
  'cognito-idp:CreateUserPool',
  'cognito-idp:DescribeUserPoolDomain',
  'cognito-idp:ListUserPools',
  'kms:ListAliases',
  'verifiedpermissions:CreatePolicyStore',
];

test('`*` as a resource is for actions that know no other, and creating asks for our tags', () => {
  const everywhere = allowed.filter(
    // In a key policy `*` is the key itself.
    ({ document, statement }) => document.type !== 'aws_kms_key' && statement.Resource?.includes('*'),
  );
  expect([...new Set(everywhere.flatMap(({ statement }) => statement.Action))].sort()).toEqual(unbounded);
  for (const { statement } of everywhere)
    if (statement.Action?.some((action) => action.includes(':Create')))
      expect(statement.Condition?.StringEquals).toHaveProperty('aws:RequestTag/managed-by', 'identity-fleet');
});

test('resources are of the own account, whatever else they are', () => {
  for (const { document, statement } of allowed) {
    const [own] = document.stack.json.provider.aws[0].allowed_account_ids;
    for (const resource of statement.Resource ?? []) {
      const bucket = document.stack.json.terraform.backend.s3.bucket;
      const ours =
        resource === '*' || resource.includes(`:${own}:`) || resource.startsWith(`arn:aws:s3:::${bucket}`);
      const reference = /^\$\{aws_kms_key\.state-key_key\.arn\}$/.test(resource);
      expect({ document: document.name, resource, ours: ours || reference }).toMatchObject({ ours: true });
    }
  }
});

/** Statements of all policies attached to a role of the foundation, `deploy` or `plan`. */
const rightsOf = (role: 'deploy' | 'plan') =>
  documents.filter(
    ({ type, address }) => type === 'aws_iam_policy' && address.startsWith(`aws_iam_policy.${role}_`),
  );

const granted = (role: 'deploy' | 'plan') =>
  new Set(
    rightsOf(role).flatMap(({ statements }) =>
      statements.flatMap((s) => (s.Effect === 'Allow' ? (s.Action ?? []) : [])),
    ),
  );

test('the deploy role may do what each resource of its stacks needs, and the plan role may look at each', () => {
  const deployed = stacks.filter(({ id }) => !id.endsWith('-foundation'));
  const missing = (role: 'deploy' | 'plan', kinds: ('read' | 'write')[], among: typeof stacks) =>
    [...new Set(resourcesOf(among).map(({ type }) => type))].flatMap((type) =>
      kinds
        .flatMap((kind) => actionsOf(type)[kind])
        .filter((action) => !granted(role).has(action))
        .map((action) => `${type} needs ${action}`),
    );
  expect(missing('deploy', ['read', 'write'], deployed)).toEqual([]);
  expect(missing('plan', ['read'], stacks)).toEqual([]);
});

test('the plan role changes nothing and reads no secret and no user', () => {
  const actions = [...granted('plan')];
  const looking = /:(Describe|Get|List)[A-Z]/;
  const others = actions.filter((action) => !looking.test(action));
  expect(others.sort()).toEqual(['kms:Decrypt', 'sts:AssumeRole']);
  for (const action of actions)
    expect(action).not.toMatch(/^(secretsmanager|ssm):|:Admin|:ListUsers$|dynamodb:(Query|Scan)/);
  const items = rightsOf('plan')
    .flatMap(({ statements }) => statements)
    .filter(({ Action }) => Action?.includes('dynamodb:GetItem'));
  for (const { Resource } of items)
    for (const resource of Resource ?? []) expect(resource).toMatch(/-tenant-registry$/);
});

test('the deploy role makes only roles that carry the boundary, and passes them to Lambda alone', () => {
  const statements = rightsOf('deploy')
    .flatMap(({ statements }) => statements)
    .filter(({ Effect }) => Effect === 'Allow');
  for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary']) {
    const able = statements.filter(({ Action }) => Action?.includes(action));
    expect(able.length).toBeGreaterThan(0);
    for (const { Condition, Resource } of able) {
      expect(Condition?.StringEquals?.['iam:PermissionsBoundary']).toMatch(
        /:policy\/[a-z-]+-fleet-boundary$/,
      );
      for (const resource of Resource ?? []) expect(resource).toMatch(/:role\/fleet\/[a-z-]+\/\*$/);
    }
  }
  for (const { Condition, Resource } of statements.filter(({ Action }) => Action?.includes('iam:PassRole'))) {
    expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } });
    for (const resource of Resource ?? []) expect(resource).toMatch(/:role\/fleet\/[a-z-]+\/\*$/);
  }
  const never = [
    'iam:AttachRolePolicy',
    'iam:CreatePolicy',
    'iam:CreateUser',
    'iam:CreateAccessKey',
    'iam:DeleteRolePermissionsBoundary',
  ];
  for (const action of never) expect(granted('deploy')).not.toContain(action);
});

/** Whether every right of one document lies within another's. */
const within = (inner: Document, outer: Document) =>
  inner.statements
    .flatMap(({ Action, Resource }) =>
      (Action ?? []).flatMap((action) => (Resource ?? []).map((resource) => ({ action, resource }))),
    )
    .filter(
      ({ action, resource }) =>
        !outer.statements.some(
          ({ Action, Resource }) =>
            Action?.includes(action) && Resource?.some((pattern) => matches(pattern, resource)),
        ),
    );

test('every role that the stacks make stands at our path under the boundary, and needs nothing beyond it', () => {
  const roles = resourcesOf(stacks, 'aws_iam_role').filter(({ stack }) => !stack.id.endsWith('-foundation'));
  expect(roles.length).toBeGreaterThan(0);
  for (const { block } of roles) {
    expect(block.path).toMatch(/^\/fleet\/[a-z-]+\/$/);
    expect(block.permissions_boundary).toMatch(/-fleet-boundary$/);
  }
  const own = documents.filter(({ type }) => type === 'aws_iam_role_policy');
  expect(own.length).toBe(roles.length);
  for (const document of own) {
    const account = document.stack.json.provider.aws[0].allowed_account_ids[0];
    const boundary = documents.find(
      ({ address, stack }) =>
        address === 'aws_iam_policy.boundary' &&
        stack.json.provider.aws[0].allowed_account_ids[0] === account,
    );
    expect({ document: document.name, beyond: within(document, boundary as Document) }).toMatchObject({
      beyond: [],
    });
  }
});

test('names that the stacks give lie within the patterns that the deploy role is held to', () => {
  const able = rightsOf('deploy').flatMap(({ stack, statements }) =>
    statements.map((statement) => ({ stack, statement })),
  );
  const named: [
    type: string,
    argument: string,
    action: string,
    arn: (name: string, account: string) => string,
  ][] = [
    [
      'aws_lambda_function',
      'function_name',
      'lambda:CreateFunction',
      (name, id) => `arn:aws:lambda:eu-west-1:${id}:function:${name}`,
    ],
    [
      'aws_cloudwatch_log_group',
      'name',
      'logs:CreateLogGroup',
      (name, id) => `arn:aws:logs:eu-west-1:${id}:log-group:${name}`,
    ],
    [
      'aws_cloudwatch_metric_alarm',
      'alarm_name',
      'cloudwatch:PutMetricAlarm',
      (name, id) => `arn:aws:cloudwatch:eu-west-1:${id}:alarm:${name}`,
    ],
    [
      'aws_dynamodb_table',
      'name',
      'dynamodb:CreateTable',
      (name, id) => `arn:aws:dynamodb:eu-west-1:${id}:table/${name}`,
    ],
    [
      'aws_dynamodb_table_item',
      'table_name',
      'dynamodb:PutItem',
      (name, id) => `arn:aws:dynamodb:eu-west-1:${id}:table/${name}`,
    ],
  ];
  for (const [type, argument, action, arn] of named) {
    const resources = resourcesOf(stacks, type);
    expect(resources.length).toBeGreaterThan(0);
    for (const { stack, address, block } of resources) {
      const [account] = stack.json.provider.aws[0].allowed_account_ids;
      const covered = able.some(
        ({ stack: foundation, statement }) =>
          foundation.json.provider.aws[0].allowed_account_ids[0] === account &&
          statement.Effect === 'Allow' &&
          statement.Action?.includes(action) &&
          statement.Resource?.some((pattern) => matches(pattern, arn(block[argument], account))),
      );
      expect({ stack: stack.id, address, covered }).toMatchObject({ covered: true });
    }
  }
});
