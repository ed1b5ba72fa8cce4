import type { Place } from '../place';
import type { Context } from './conditions';
import { keyContext, requestContext, requestTags, viaService } from './context';
import type { Facts, Key } from './facts';
import type { Call } from './operations';
import type { PolicyDocument } from './policy';
import { findAction } from './reference';
import { resourcesOf } from './resources';
import { type LinkedService, serviceRoleArn, serviceRoles } from './service-roles';

/** One thing that the caller has to be allowed, for a request to be done. */
export interface Asked {
  action: string;
  resources: readonly string[];
  /** Beside what every request tells of its caller. */
  context: Context;
  /** The resource's own policy, where such count. */
  policy?: PolicyDocument | undefined;
}

const passRole = (resources: readonly string[], service: string): Asked[] =>
  resources.length > 0
    ? [{ action: 'iam:PassRole', resources, context: { 'iam:PassedToService': service } }]
    : [];

/** Use of a key by a service in the caller's name. */
async function useOfKey(
  facts: Facts,
  place: Place,
  { keyId, service, actions }: { keyId: string; service: string; actions: readonly string[] },
): Promise<Asked[]> {
  const key: Key | undefined = await facts.key(place, keyId);
  if (!key) return [];
  const context = {
    ...keyContext(key, key.arn, place.account),
    ...viaService(service, place),
    'kms:GrantIsForAWSResource': 'true',
  };
  return actions.map((action) => ({ action, resources: [key.arn], context, policy: key.policy }));
}

/** A service makes its own role at its first use in an account. */
async function serviceRole(facts: Facts, place: Place, service: LinkedService): Promise<Asked[]> {
  if (await facts.hasServiceRole(place, serviceRoles[service])) return [];
  return [
    {
      action: 'iam:CreateServiceLinkedRole',
      resources: [serviceRoleArn(place.account, service)],
      context: { 'iam:AWSServiceName': service },
    },
  ];
}

/** Creating with tags asks for the right to tag, too. */
const tagging = ({ service, input }: Call, resource: string, action = `${service}:TagResource`): Asked[] => {
  const tags = requestTags(input);
  const context = {
    'aws:RequestTag/*': null,
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': Object.keys(tags),
    'aws:ResourceTag/*': null,
  };
  return Object.keys(tags).length > 0 ? [{ action, resources: [resource], context }] : [];
};

const about = (action: string, resource = '*', context: Context = {}): Asked => ({
  action,
  resources: [resource],
  context,
});

type More = (call: Call, facts: Facts) => readonly Asked[] | Promise<readonly Asked[]>;

const arnIn = ({ request: { region, account } }: Call, service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** What Lambda looks at in the caller's name, to join a function to a network. */
const network = ({ input }: Call): Asked[] =>
  input.VpcConfig?.SubnetIds?.length
    ? ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'].map((action) => about(action))
    : [];

/** Lambda encrypts the environment of a function, under its own key of the account unless another is named. */
const environment = ({ input, request }: Call, facts: Facts) =>
  input.Environment?.Variables
    ? useOfKey(facts, request, {
        keyId: input.KMSKeyArn || 'alias/aws/lambda',
        service: 'lambda',
        actions: ['kms:CreateGrant'],
      })
    : [];

/** Pools name roles that send text messages, and an identity to mail from. */
const poolSettings: More = async ({ input, request }, facts) => [
  ...passRole([input.SmsConfiguration?.SnsCallerArn].filter(Boolean), 'cognito-idp.amazonaws.com'),
  ...(input.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER'
    ? await serviceRole(facts, request, 'email.cognito-idp.amazonaws.com')
    : []),
];

const groupRole: More = ({ input }) => passRole([input.RoleArn].filter(Boolean), 'cognito-idp.amazonaws.com');

/** A custom domain is served by a CloudFront distribution of Cognito's, set up in the caller's name. */
const customDomain: More = ({ input }) =>
  input.CustomDomainConfig ? [about('cloudfront:UpdateDistribution')] : [];

/** Items of an encrypted table are read and written under its key. */
const items =
  (actions: readonly string[]): More =>
  async ({ input, request }, facts) => {
    const tables = [input.TableName, ...Object.keys(input.RequestItems ?? {})].filter(Boolean);
    const keys = await Promise.all(tables.map((name) => facts.tableKey(request, name)));
    const used = [...new Set(keys)].filter((key) => key !== undefined);
    const asked = used.map((keyId) => useOfKey(facts, request, { keyId, service: 'dynamodb', actions }));
    return (await Promise.all(asked)).flat();
  };
const reading = items(['kms:Decrypt']);

/** Filling a replica is done in the caller's name: DynamoDB developer guide, "Using IAM with global tables". */
const filling = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

const replicas: More = async (call, facts) => {
  const { input, request } = call;
  const updates: { Create?: { RegionName: string }; Delete?: { RegionName: string } }[] =
    input.ReplicaUpdates ?? [];
  const table = (region: string) => `arn:aws:dynamodb:${region}:${request.account}:table/${input.TableName}`;
  const asked = updates.map(async ({ Create, Delete }): Promise<Asked[]> => {
    if (Delete) return [about('dynamodb:DeleteTableReplica', table(request.region))];
    if (!Create) return [];
    const there = { account: request.account, region: Create.RegionName };
    const keyId = await facts.tableKey(request, input.TableName);
    return [
      about('dynamodb:CreateTableReplica', table(request.region)),
      ...filling.map((name) => about(`dynamodb:${name}`, table(Create.RegionName))),
      ...(keyId
        ? await useOfKey(facts, there, {
            keyId: 'alias/aws/dynamodb',
            service: 'dynamodb',
            actions: ['kms:CreateGrant'],
          })
        : []),
      ...(await serviceRole(facts, request, 'replication.dynamodb.amazonaws.com')),
    ];
  });
  return (await Promise.all(asked)).flat();
};

/** Objects of a bucket lie under its key, or the one that the request names. */
const objects =
  (action: string): More =>
  async ({ input, request }, facts) => {
    const named = request.headers['x-amz-server-side-encryption-aws-kms-key-id'];
    const keyId = named ?? (await facts.bucketKey(request, input.BucketName));
    return keyId ? useOfKey(facts, request, { keyId, service: 's3', actions: [action] }) : [];
  };

/** API Gateway delivers access logs in the caller's name: developer guide, "Configure logging for HTTP APIs". */
const accessLogs = [
  'logs:CreateLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

const apiGateway: More = async (call, facts) => {
  const { request, operation, input } = call;
  const path = request.path.split('?')[0] ?? '';
  const resource = `arn:aws:apigateway:${request.region}::${path.replace(/^\/v2/, '')}`;
  const creates = operation === 'POST' && !path.startsWith('/v2/tags/');
  return [
    ...(creates ? tagging(call, resource) : []),
    ...(creates && path === '/v2/apis'
      ? await serviceRole(facts, request, 'ops.apigateway.amazonaws.com')
      : []),
    ...(input.accessLogSettings?.destinationArn ? accessLogs.map((action) => about(action)) : []),
    ...passRole(
      [input.credentialsArn, input.authorizerCredentialsArn].filter(Boolean),
      'apigateway.amazonaws.com',
    ),
  ];
};

/** What a request asks for besides its own action, by that action. */
const more: Readonly<Record<string, More>> = {
  apigateway: apiGateway,
  'cloudwatch:PutMetricAlarm': (call) =>
    tagging(call, arnIn(call, 'cloudwatch', `alarm:${call.input.AlarmName}`)),
  'cognito-identity:CreateIdentityPool': (call) =>
    tagging(call, arnIn(call, 'cognito-identity', 'identitypool/new')),
  'cognito-identity:SetIdentityPoolRoles'({ input }) {
    const rules = Object.values<{ RulesConfiguration?: { Rules?: { RoleARN: string }[] } }>(
      input.RoleMappings ?? {},
    );
    const mapped = rules.flatMap(({ RulesConfiguration }) => RulesConfiguration?.Rules ?? []);
    const roles = [...Object.values<string>(input.Roles ?? {}), ...mapped.map(({ RoleARN }) => RoleARN)];
    return passRole([...new Set(roles)], 'cognito-identity.amazonaws.com');
  },
  'cognito-idp:CreateGroup': groupRole,
  'cognito-idp:CreateUserPool': async (call, facts) => [
    ...tagging(call, arnIn(call, 'cognito-idp', 'userpool/new')),
    ...(await poolSettings(call, facts)),
  ],
  'cognito-idp:CreateUserPoolDomain': customDomain,
  'cognito-idp:SetUserPoolMfaConfig': ({ input }) =>
    passRole(
      [input.SmsMfaConfiguration?.SmsConfiguration?.SnsCallerArn].filter(Boolean),
      'cognito-idp.amazonaws.com',
    ),
  'cognito-idp:UpdateGroup': groupRole,
  'cognito-idp:UpdateUserPool': poolSettings,
  'cognito-idp:UpdateUserPoolDomain': customDomain,
  'dynamodb:BatchGetItem': reading,
  'dynamodb:CreateTable': async (call, facts) => [
    ...tagging(call, arnIn(call, 'dynamodb', `table/${call.input.TableName}`)),
    ...(call.input.SSESpecification?.Enabled
      ? await useOfKey(facts, call.request, {
          keyId: call.input.SSESpecification.KMSMasterKeyId ?? 'alias/aws/dynamodb',
          service: 'dynamodb',
          actions: ['kms:CreateGrant'],
        })
      : []),
  ],
  'dynamodb:GetItem': reading,
  'dynamodb:PutItem': reading,
  'dynamodb:Query': reading,
  'dynamodb:Scan': reading,
  'dynamodb:UpdateItem': reading,
  'dynamodb:UpdateTable': replicas,
  'iam:CreateRole': (call) =>
    tagging(
      call,
      `arn:aws:iam::${call.request.account}:role${call.input.Path ?? '/'}${call.input.RoleName}`,
      'iam:TagRole',
    ),
  'lambda:CreateFunction': async (call, facts) => [
    ...passRole([call.input.Role].filter(Boolean), 'lambda.amazonaws.com'),
    ...tagging(call, arnIn(call, 'lambda', `function:${call.input.FunctionName}`)),
    ...network(call),
    ...(await environment(call, facts)),
  ],
  'lambda:UpdateFunctionConfiguration': async (call, facts) => [
    ...passRole([call.input.Role].filter(Boolean), 'lambda.amazonaws.com'),
    ...network(call),
    ...(await environment(call, facts)),
  ],
  'logs:CreateLogGroup'(call) {
    return tagging(call, arnIn(call, 'logs', `log-group:${call.input.logGroupName}`));
  },
  's3:GetObject': objects('kms:Decrypt'),
  's3:PutObject': objects('kms:GenerateDataKey'),
  async 'secretsmanager:GetSecretValue'({ input, request }, facts) {
    const key = (await facts.secret(request, input.SecretId))?.key;
    return key
      ? useOfKey(facts, request, { keyId: key, service: 'secretsmanager', actions: ['kms:Decrypt'] })
      : [];
  },
  'ses:CreateConfigurationSet': (call) =>
    tagging(call, arnIn(call, 'ses', `configuration-set/${call.input.ConfigurationSetName}`)),
  'ses:CreateEmailIdentity': (call) =>
    tagging(call, arnIn(call, 'ses', `identity/${call.input.EmailIdentity}`)),
  'verifiedpermissions:CreatePolicyStore': (call) =>
    tagging(call, `arn:aws:verifiedpermissions::${call.request.account}:policy-store/new`),
};

/** The own policy of what a request is about, where its service has such. */
async function resourcePolicy(
  { service, input, request }: Call,
  facts: Facts,
): Promise<PolicyDocument | undefined> {
  if (service === 's3' && input.BucketName) return facts.bucketPolicy(request, input.BucketName);
  if (service === 'kms' && input.KeyId) return (await facts.key(request, input.KeyId))?.policy;
  if (service === 'secretsmanager' && input.SecretId)
    return (await facts.secret(request, input.SecretId))?.policy;
  if (service === 'lambda' && input.FunctionName)
    return facts.functionPolicy(request, input.FunctionName, input.Qualifier);
  return undefined;
}

/** All that the caller has to be allowed for a request: its own action first. */
export async function asksOf(call: Call, facts: Facts): Promise<Asked[]> {
  const action = `${call.service}:${call.operation}`;
  const known = await findAction(action);
  const resources = await resourcesOf(call, known, facts);
  const [context, policy, besides] = await Promise.all([
    requestContext(call, resources, facts),
    resourcePolicy(call, facts),
    more[call.service === 'apigateway' ? 'apigateway' : action]?.(call, facts) ?? [],
  ]);
  return [{ action, resources, context, policy }, ...besides];
}
