import { matches } from './documents';
import { resourcesOf } from './fleet';
import { actionsOf, actionsOfData } from './provider-actions';
import { granted, rightsOf, stacks } from './rights';

test('the deploy role may do what each resource of its stacks needs, and the plan role may read each', () => {
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
  const looked = new Set(stacks.flatMap(({ json }) => Object.keys(json.data ?? {})));
  expect(looked.size).toBeGreaterThan(0);
  for (const role of ['deploy', 'plan'] as const)
    for (const action of [...looked].flatMap(actionsOfData)) expect(granted(role)).toContain(action);
});

test('the plan role changes nothing and reads no secret and no user', () => {
  const actions = [...granted('plan')];
  const looking = /:(Describe|Get|List)[A-Z]|^apigateway:GET$/;
  const others = actions.filter((action) => !looking.test(action));
  expect(others.sort()).toEqual(['kms:Decrypt', 'sts:AssumeRole']);
  for (const action of actions)
    expect(action).not.toMatch(/^(secretsmanager|ssm):|:Admin|:ListUsers$|dynamodb:(Query|Scan)/);
  const items = rightsOf('plan')
    .flatMap(({ statements }) => statements)
    .filter(({ Action }) => Action?.includes('dynamodb:GetItem'));
  for (const { Resource } of items)
    for (const resource of Resource ?? [])
      expect(resource).toMatch(/-(flow-registry|tenant-registry|services)$/);
});

const registries = /-(flow-registry|tenant-registry|services)$/;

test('the operate role signs users out, marks tenants, and creates, changes or removes nothing else', () => {
  const changing = [...granted('operate')].filter((action) => !/:(Describe|Get|List|AdminGet)/.test(action));
  expect(changing.sort()).toEqual([
    'cognito-idp:AdminUserGlobalSignOut',
    'dynamodb:UpdateItem',
    'sts:AssumeRole',
  ]);
  for (const { statements } of rightsOf('operate'))
    for (const { Action, Resource = [], Condition } of statements)
      if (Action?.includes('dynamodb:UpdateItem')) {
        for (const resource of Resource) expect(resource).toMatch(/-tenant-registry$/);
        expect(Condition?.['ForAllValues:StringEquals']).toEqual({
          'dynamodb:Attributes': ['tenant_id', 'region', 'suspended_at'],
        });
      }
  expect(granted('operate')).not.toContain('secretsmanager:GetSecretValue');
  for (const role of ['deploy', 'plan'] as const)
    for (const action of [
      'cognito-idp:AdminGetUser',
      'cognito-idp:ListUsers',
      'secretsmanager:GetSecretValue',
    ])
      expect(granted(role)).not.toContain(action);
});

test('the probe role creates users and signs them in, and can neither assume another role nor grant anything', () => {
  expect([...granted('probe')].sort()).toEqual([
    'cognito-idp:AdminCreateUser',
    'cognito-idp:AdminDeleteUser',
    'cognito-idp:AdminInitiateAuth',
    'cognito-idp:AdminRespondToAuthChallenge',
    'cognito-idp:ListUsers',
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'verifiedpermissions:IsAuthorized',
    'verifiedpermissions:IsAuthorizedWithToken',
    'verifiedpermissions:ListPolicies',
  ]);
  for (const { statements } of rightsOf('probe'))
    for (const { Action = [], Resource = [] } of statements)
      for (const resource of Resource) {
        if (Action.includes('dynamodb:GetItem')) expect(resource).toMatch(registries);
        if (Action.includes('dynamodb:PutItem')) expect(resource).toMatch(/-tenant-users$/);
      }
  for (const role of ['deploy', 'operate', 'plan', 'rotate'] as const)
    for (const action of granted(role))
      expect(action).not.toMatch(/:Admin(Create|Delete|Initiate|Respond|Set)|:IsAuthorized/);
});

test('the invite role creates users and adds them to groups, and cannot touch existing users', () => {
  expect([...granted('invite')].sort()).toEqual([
    'cognito-idp:AdminAddUserToGroup',
    'cognito-idp:AdminCreateUser',
    'cognito-idp:AdminGetUser',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
  ]);
  for (const { statements } of rightsOf('invite'))
    for (const { Action = [], Resource = [], Condition } of statements) {
      if (Action.includes('dynamodb:GetItem'))
        expect(Resource.join()).toMatch(/:table\/[a-z]+-tenant-registry$/);
      if (Action.includes('dynamodb:PutItem'))
        expect(Resource.join()).toMatch(/:table\/[a-z]+-tenant-users$/);
      if (Action.includes('cognito-idp:AdminCreateUser'))
        expect(Condition).toMatchObject({ Null: { 'aws:ResourceTag/tenant': 'false' } });
    }
  for (const role of ['deploy', 'operate', 'plan', 'probe'] as const)
    expect(granted(role)).not.toContain('cognito-idp:AdminAddUserToGroup');
});

test('the rotate role changes only secrets of clients and providers, and no other role can read or change them', () => {
  expect([...granted('rotate')].sort()).toEqual([
    'cognito-idp:AddUserPoolClientSecret',
    'cognito-idp:DeleteUserPoolClientSecret',
    'cognito-idp:DescribeIdentityProvider',
    'cognito-idp:DescribeUserPoolClient',
    'cognito-idp:GetSigningCertificate',
    'cognito-idp:ListUserPoolClientSecrets',
    'cognito-idp:ListUserPoolClients',
    'cognito-idp:ListUserPools',
    'cognito-idp:UpdateIdentityProvider',
    'kms:Decrypt',
    'kms:GenerateDataKey',
    's3:GetObject',
    's3:ListBucket',
    's3:PutObject',
    'secretsmanager:CreateSecret',
    'secretsmanager:DescribeSecret',
    'secretsmanager:GetSecretValue',
    'secretsmanager:PutSecretValue',
    'secretsmanager:TagResource',
    'secretsmanager:UpdateSecretVersionStage',
    'sts:AssumeRole',
  ]);
  for (const { statements } of rightsOf('rotate'))
    for (const { Action = [], Resource = [] } of statements)
      for (const resource of Resource) {
        if (Action.some((action) => /^secretsmanager:(?!GetSecretValue$)/.test(action)))
          expect(resource).toMatch(/:secret:fleet\/clients\/[a-z]+\/\*$/);
        if (Action.includes('secretsmanager:GetSecretValue'))
          expect(resource).toMatch(
            /:secret:fleet\/(clients\/[a-z]+\/\*|tenants\/\*|(customer|internal)\/[a-z]+(-\?{6})?)$/,
          );
        if (Action.includes('s3:GetObject')) expect(resource).toMatch(/\/(ledger|rotations)\/\*$/);
        if (Action.includes('s3:PutObject'))
          expect(resource).toMatch(/\/(ledger\/[a-z]+-rotate-|rotations\/)\*$/);
      }
  for (const role of ['deploy', 'operate', 'plan', 'probe'] as const)
    for (const action of granted(role)) expect(action).not.toMatch(/ClientSecret/);
});

test('the export role reads tenants, writes only exports, and changes no user', () => {
  const changing = [...granted('export')].filter((action) => !/:(Batch)?(Describe|Get|List)/.test(action));
  expect(changing.sort()).toEqual(['kms:Decrypt', 'kms:GenerateDataKey', 's3:PutObject']);
  for (const { statements } of rightsOf('export'))
    for (const { Action = [], Resource = [], Condition } of statements) {
      if (Action.includes('s3:GetObject')) expect(Resource.join()).toMatch(/-tfstate-\d{12}\/exports\/\*$/);
      if (Action.includes('cognito-idp:ListUsers'))
        expect(Condition).toMatchObject({ Null: { 'aws:ResourceTag/tenant': 'false' } });
    }
});

test("the stacks' names match the patterns that the deploy role is limited to", () => {
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
      'aws_sesv2_email_identity',
      'email_identity',
      'ses:CreateEmailIdentity',
      (name, id) => `arn:aws:ses:eu-west-1:${id}:identity/${name}`,
    ],
    [
      'aws_sesv2_configuration_set',
      'configuration_set_name',
      'ses:CreateConfigurationSet',
      (name, id) => `arn:aws:ses:eu-west-1:${id}:configuration-set/${name}`,
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
