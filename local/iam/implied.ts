import { tablesOf } from '../dynamodb/tables-of';
import { type Asked, about, passRoles, serviceRole, useOfKey } from './asked';
import type { Facts } from './facts';
import type { Call } from './operations';

/**
 * Permissions that a request needs in addition to its own action, because its service does more on the caller's behalf.
 */
type Implied = (call: Call, facts: Facts) => readonly Asked[] | Promise<readonly Asked[]>;

/** What Lambda reads on the caller's behalf to connect a function to a VPC. */
const network = ({ input }: Call): Asked[] =>
  input.VpcConfig?.SubnetIds?.length
    ? ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'].map((action) => about(action))
    : [];

/**
 * A function has a role, a network, and an environment, which Lambda encrypts with its own key unless another is given.
 */
const functionSettings: Implied = async (call, facts) => {
  const { input, request } = call;
  const keyId = input.Environment?.Variables && (input.KMSKeyArn || 'alias/aws/lambda');
  return [
    ...passRoles('lambda.amazonaws.com', [input.Role]),
    ...network(call),
    ...(await useOfKey(facts, request, { keyId, service: 'lambda', action: 'kms:CreateGrant' })),
  ];
};

const cognito = 'cognito-idp.amazonaws.com';

/** Pools name roles that send text messages, and an SES identity to send mail from. */
const poolSettings: Implied = async ({ input, request }, facts) => [
  ...passRoles(cognito, [input.SmsConfiguration?.SnsCallerArn]),
  ...(input.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER'
    ? await serviceRole(facts, request, 'email.cognito-idp.amazonaws.com')
    : []),
];

const groupRole: Implied = ({ input }) => passRoles(cognito, [input.RoleArn]);

/** Cognito serves a custom domain with a CloudFront distribution, created on the caller's behalf. */
const customDomain: Implied = ({ input }) =>
  input.CustomDomainConfig ? [about('cloudfront:UpdateDistribution')] : [];

/** Items of an encrypted table are read and written with its key. */
const items: Implied = async ({ input, request }, facts) => {
  const keys = await Promise.all(tablesOf(input).map((name) => facts.tableKey(request, name)));
  const asked = [...new Set(keys)].map((keyId) =>
    useOfKey(facts, request, { keyId, service: 'dynamodb', action: 'kms:Decrypt' }),
  );
  return (await Promise.all(asked)).flat();
};

/** Filling a replica is done on the caller's behalf: DynamoDB developer guide, "Using IAM with global tables". */
const filling = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

interface ReplicaUpdate {
  Create?: { RegionName: string };
  Delete?: { RegionName: string };
}

const replicas: Implied = async ({ input, request }, facts) => {
  const table = (region: string) => `arn:aws:dynamodb:${region}:${request.account}:table/${input.TableName}`;
  const asked = (input.ReplicaUpdates ?? []).map(async ({ Create, Delete }: ReplicaUpdate) => {
    if (Delete) return [about('dynamodb:DeleteTableReplica', table(request.region))];
    if (!Create) return [];
    const there = { account: request.account, region: Create.RegionName };
    const keyId = (await facts.tableKey(request, input.TableName)) && 'alias/aws/dynamodb';
    return [
      about('dynamodb:CreateTableReplica', table(request.region)),
      ...filling.map((name) => about(`dynamodb:${name}`, table(Create.RegionName))),
      ...(await useOfKey(facts, there, { keyId, service: 'dynamodb', action: 'kms:CreateGrant' })),
      ...(await serviceRole(facts, request, 'replication.dynamodb.amazonaws.com')),
    ];
  });
  return (await Promise.all(asked)).flat();
};

/** Objects are encrypted with the bucket's key, or the one that the request names. */
const objects =
  (action: string): Implied =>
  async ({ input, request }, facts) => {
    const named = request.headers['x-amz-server-side-encryption-aws-kms-key-id'];
    const keyId = named ?? (await facts.bucketKey(request, input.BucketName));
    return useOfKey(facts, request, { keyId, service: 's3', action });
  };

/** A secret's values are encrypted with its key. */
const secretValue =
  (action: string): Implied =>
  async ({ input, request }, facts) => {
    const keyId = (await facts.secret(request, input.SecretId))?.key;
    return useOfKey(facts, request, { keyId, service: 'secretsmanager', action });
  };

/** API Gateway delivers access logs on the caller's behalf: developer guide, "Configure logging for HTTP APIs". */
const accessLogs = [
  'logs:CreateLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

/** By action, or by service if it applies to all of its actions. */
const implied: Readonly<Record<string, Implied>> = {
  apigateway: async ({ request, operation, input }, facts) => [
    ...(operation === 'POST' && request.path === '/v2/apis'
      ? await serviceRole(facts, request, 'ops.apigateway.amazonaws.com')
      : []),
    ...(input.accessLogSettings?.destinationArn ? accessLogs.map((action) => about(action)) : []),
    ...passRoles('apigateway.amazonaws.com', [input.credentialsArn, input.authorizerCredentialsArn]),
  ],
  'cognito-identity:SetIdentityPoolRoles'({ input }) {
    const mappings = Object.values<{ RulesConfiguration?: { Rules?: { RoleARN: string }[] } }>(
      input.RoleMappings ?? {},
    );
    const rules = mappings.flatMap(({ RulesConfiguration }) => RulesConfiguration?.Rules ?? []);
    const mapped = rules.map(({ RoleARN }) => RoleARN);
    return passRoles('cognito-identity.amazonaws.com', [
      ...Object.values<string>(input.Roles ?? {}),
      ...mapped,
    ]);
  },
  'cognito-idp:CreateGroup': groupRole,
  'cognito-idp:CreateUserPool': poolSettings,
  'cognito-idp:CreateUserPoolDomain': customDomain,
  'cognito-idp:SetUserPoolMfaConfig': ({ input }) =>
    passRoles(cognito, [input.SmsMfaConfiguration?.SmsConfiguration?.SnsCallerArn]),
  'cognito-idp:UpdateGroup': groupRole,
  'cognito-idp:UpdateUserPool': poolSettings,
  'cognito-idp:UpdateUserPoolDomain': customDomain,
  'dynamodb:BatchGetItem': items,
  'dynamodb:BatchWriteItem': items,
  'dynamodb:CreateTable'({ input: { SSESpecification }, request }, facts) {
    const keyId = SSESpecification?.Enabled && (SSESpecification.KMSMasterKeyId ?? 'alias/aws/dynamodb');
    return useOfKey(facts, request, { keyId, service: 'dynamodb', action: 'kms:CreateGrant' });
  },
  'dynamodb:DeleteItem': items,
  'dynamodb:GetItem': items,
  'dynamodb:PutItem': items,
  'dynamodb:Query': items,
  'dynamodb:Scan': items,
  'dynamodb:TransactGetItems': items,
  'dynamodb:TransactWriteItems': items,
  'dynamodb:UpdateItem': items,
  'dynamodb:UpdateTable': replicas,
  'lambda:CreateFunction': functionSettings,
  'lambda:UpdateFunctionConfiguration': functionSettings,
  's3:GetObject': objects('kms:Decrypt'),
  's3:PutObject': objects('kms:GenerateDataKey'),
  'secretsmanager:CreateSecret': ({ input, request }, facts) =>
    useOfKey(facts, request, {
      keyId: input.KmsKeyId,
      service: 'secretsmanager',
      action: 'kms:GenerateDataKey',
    }),
  'secretsmanager:GetSecretValue': secretValue('kms:Decrypt'),
  'secretsmanager:PutSecretValue': secretValue('kms:GenerateDataKey'),
};

/** Permissions that a request needs in addition to its own action and tagging. */
export const impliedBy = async (call: Call, facts: Facts): Promise<readonly Asked[]> =>
  (await (implied[`${call.service}:${call.operation}`] ?? implied[call.service])?.(call, facts)) ?? [];
