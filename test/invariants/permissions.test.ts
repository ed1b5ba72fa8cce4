import { everyOption } from '../stacks/every-option';
import { type Document, documentsOf, matches } from './documents';
import { realEnvironments, resourcesOf, synthesize } from './fleet';
import { actionsOf } from './provider-actions';

const stacks = [...realEnvironments, everyOption].flatMap((loaded) => [...synthesize(loaded).values()]);
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
  // Of a distribution that belongs to Cognito.
  'cloudfront:UpdateDistribution',
  'cognito-identity:CreateIdentityPool',
  'cognito-idp:CreateUserPool',
  'cognito-idp:DescribeUserPoolDomain',
  'cognito-idp:ListUserPools',
  // Lambda's rights in a VPC, which it asks for on every resource.
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'ec2:UnassignPrivateIpAddresses',
  'kms:ListAliases',
  // To telephone numbers, which are no resources; topics are denied beside it.
  'sns:Publish',
  'verifiedpermissions:CreatePolicyStore',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

test('`*` as a resource is for actions that know no other, and creating asks for our tags', () => {
  const everywhere = allowed.filter(
    // In a key policy `*` is the key itself.
    ({ document, statement }) => document.type !== 'aws_kms_key' && statement.Resource?.includes('*'),
  );
  expect([...new Set(everywhere.flatMap(({ statement }) => statement.Action))].sort()).toEqual(unbounded);
  for (const { statement } of everywhere)
    if (statement.Action?.some((action) => /:Create(?!NetworkInterface)/.test(action)))
      expect(statement.Condition?.StringEquals).toHaveProperty('aws:RequestTag/managed-by', 'identity-fleet');
});

/** What the environment file grants through identity pools is the organisation's own choice, not ours. */
const isGranted = ({ address }: Document) => /identity-boundary|identity_rights-/.test(address);

test('resources are of the own account, whatever else they are', () => {
  for (const { document, statement } of allowed.filter(({ document }) => !isGranted(document))) {
    const [own] = document.stack.json.provider.aws[0].allowed_account_ids;
    for (const resource of statement.Resource ?? []) {
      const bucket = document.stack.json.terraform.backend.s3.bucket;
      const ours =
        resource === '*' || resource.includes(`:${own}:`) || resource.startsWith(`arn:aws:s3:::${bucket}`);
      const reference = /^\$\{aws_(kms_key\.state-key_key|cognito_user_pool\.customer_pool)\.arn\}$/.test(
        resource,
      );
      expect({ document: document.name, resource, ours: ours || reference }).toMatchObject({ ours: true });
    }
  }
});

test('what Lambda may do in a VPC its function may not, and who may publish may not to topics', () => {
  const of = ({ statements }: Document, effect: string, action: string) =>
    statements.filter(({ Effect, Action }) => Effect === effect && Action?.includes(action));
  const inline = documents.filter(({ type }) => type === 'aws_iam_role_policy');
  const inVpc = inline.filter((document) => of(document, 'Allow', 'ec2:CreateNetworkInterface').length > 0);
  expect(inVpc.length).toBeGreaterThan(0);
  for (const document of inVpc) {
    const [allowed] = of(document, 'Allow', 'ec2:CreateNetworkInterface');
    const [denied] = of(document, 'Deny', 'ec2:CreateNetworkInterface');
    expect(denied?.Action).toEqual(allowed?.Action);
    expect(denied?.Condition?.ArnEquals).toHaveProperty('lambda:SourceFunctionArn');
  }
  const publishing = documents.filter((document) => of(document, 'Allow', 'sns:Publish').length > 0);
  expect(publishing.length).toBeGreaterThan(0);
  for (const document of publishing)
    expect(of(document, 'Deny', 'sns:Publish')[0]?.Resource).toEqual(['arn:aws:sns:*:*:*']);
});

/** Statements of all policies attached to a role of the foundation. */
const rightsOf = (role: 'deploy' | 'operate' | 'plan') =>
  documents.filter(
    ({ type, address }) => type === 'aws_iam_policy' && address.startsWith(`aws_iam_policy.${role}_`),
  );

const granted = (role: 'deploy' | 'operate' | 'plan') =>
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
    for (const resource of Resource ?? []) expect(resource).toMatch(/-(tenant-registry|services)$/);
});

test('the operate role changes providers of our pools and signs users out, and makes or removes nothing', () => {
  const changing = [...granted('operate')].filter(
    (action) => !/:(Describe|Get|List|AdminGet)[A-Z]/.test(action),
  );
  expect(changing.sort()).toEqual([
    'cognito-idp:AdminUserGlobalSignOut',
    'cognito-idp:UpdateIdentityProvider',
  ]);
  for (const role of ['deploy', 'plan'] as const)
    for (const action of [
      'cognito-idp:AdminGetUser',
      'cognito-idp:ListUsers',
      'secretsmanager:GetSecretValue',
    ])
      expect(granted(role)).not.toContain(action);
});

test('secrets are named: in full, or those of tenants by their prefix', () => {
  const named = allowed
    .filter(({ statement }) => statement.Action?.includes('secretsmanager:GetSecretValue'))
    .flatMap(({ statement }) => statement.Resource ?? []);
  expect(named.length).toBeGreaterThan(0);
  for (const arn of named) expect(arn).toMatch(/:secret:(fleet\/tenants\/\*|[^*?]+-\?{6})$/);
});

test('the deploy role makes only roles that carry a boundary, each kind its own', () => {
  const statements = rightsOf('deploy')
    .flatMap(({ statements }) => statements)
    .filter(({ Effect }) => Effect === 'Allow');
  for (const action of ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary']) {
    const able = statements.filter(({ Action }) => Action?.includes(action));
    expect(able.length).toBeGreaterThan(0);
    for (const { Condition, Resource } of able) {
      const boundary = Condition?.StringEquals?.['iam:PermissionsBoundary'];
      expect(boundary).toMatch(/:policy\/[a-z-]+-fleet-(identity-)?boundary$/);
      const identity = String(boundary).endsWith('-identity-boundary');
      for (const resource of Resource ?? [])
        expect(resource).toMatch(
          identity ? /:role\/fleet\/[a-z-]+\/identity\/\*$/ : /:role\/fleet\/[a-z-]+\/\*$/,
        );
    }
  }
});

test('the deploy role passes roles to Lambda, to identity pools, and to Cognito for text messages, and to nobody else', () => {
  const passing = rightsOf('deploy')
    .flatMap(({ statements }) => statements)
    .filter(({ Effect, Action }) => Effect === 'Allow' && Action?.includes('iam:PassRole'));
  const path: Record<string, RegExp> = {
    PassRolesToLambda: /:role\/fleet\/[a-z-]+\/\*$/,
    PassIdentityRoles: /:role\/fleet\/[a-z-]+\/identity\/\*$/,
    PassSmsRole: /:role\/fleet\/[a-z-]+\/[a-z-]+-customer-sms-[a-z0-9-]+$/,
  };
  const services: Record<string, unknown> = {
    PassRolesToLambda: 'lambda.amazonaws.com',
    PassIdentityRoles: ['cognito-identity.amazonaws.com', 'cognito-idp.amazonaws.com'],
    PassSmsRole: 'cognito-idp.amazonaws.com',
  };
  expect(new Set(passing.map(({ Sid }) => Sid))).toEqual(new Set(Object.keys(path)));
  for (const { Sid, Condition, Resource } of passing) {
    expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': services[Sid] } });
    for (const resource of Resource ?? []) expect(resource).toMatch(path[Sid] as RegExp);
  }
});

test('the deploy role makes no user, no policy and no way around a boundary', () => {
  const never = [
    'iam:AttachRolePolicy',
    'iam:CreatePolicy',
    'iam:CreateUser',
    'iam:CreateAccessKey',
    'iam:DeleteRolePermissionsBoundary',
  ];
  for (const action of never) expect(granted('deploy')).not.toContain(action);
});

/** A pool's ARN as AWS would make it, where a document only refers to it. */
const resolved = (resource: string, account: string) =>
  resource.replace(
    /^\$\{aws_cognito_user_pool\.\w+\.arn\}$/,
    `arn:aws:cognito-idp:eu-central-1:${account}:userpool/eu-central-1_Example01`,
  );

const accountOf = ({ stack }: Document) => stack.json.provider.aws[0].allowed_account_ids[0] as string;
const allowing = ({ statements }: Document) => statements.filter(({ Effect }) => Effect === 'Allow');

/** What one document allows beyond another. */
const beyond = (inner: Document, outer: Document) =>
  allowing(inner)
    .flatMap(({ Action, Resource }) =>
      (Action ?? []).flatMap((action) =>
        (Resource ?? []).map((resource) => ({ action, resource: resolved(resource, accountOf(inner)) })),
      ),
    )
    .filter(
      ({ action, resource }) =>
        !allowing(outer).some(
          ({ Action, Resource }) =>
            Action?.includes(action) && Resource?.some((pattern) => matches(pattern, resource)),
        ),
    );

test('every role that the stacks make stands at our path under its boundary, and needs nothing beyond it', () => {
  const roles = resourcesOf(stacks, 'aws_iam_role').filter(({ stack }) => !stack.id.endsWith('-foundation'));
  expect(roles.length).toBeGreaterThan(0);
  const boundaryOf = new Map<string, string>();
  for (const { stack, address, block } of roles) {
    const identity = /^\/fleet\/[a-z-]+\/identity\/$/.test(block.path);
    if (!identity) expect(block.path).toMatch(/^\/fleet\/[a-z-]+\/$/);
    expect(block.permissions_boundary).toMatch(identity ? /-fleet-identity-boundary$/ : /-fleet-boundary$/);
    boundaryOf.set(
      `${stack.id} \${${address}.name}`,
      identity ? 'aws_iam_policy.identity-boundary' : 'aws_iam_policy.boundary',
    );
  }
  const own = documents.filter(({ type }) => type === 'aws_iam_role_policy');
  expect(own.length).toBeGreaterThanOrEqual(roles.length);
  for (const document of own) {
    const address = boundaryOf.get(`${document.stack.id} ${document.block.role}`);
    const boundary = documents.find(
      (other) => other.address === address && accountOf(other) === accountOf(document),
    );
    expect({ document: document.name, beyond: beyond(document, boundary as Document) }).toMatchObject({
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
