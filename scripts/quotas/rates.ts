/** AWS's request rate quotas, for the calls that a rollout makes. */
import type { RateQuota } from '../../local/quotas/rate-quota';

const cognito = 'cognito-idp';

/**
 * Amazon Cognito user pools, "Category operations and request rate quotas":
 * https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#category_operations
 * AWS does not raise any of these.
 */
const userPoolCategories: Readonly<Record<string, { perSecond: number; operations: readonly string[] }>> = {
  UserPoolRead: { perSecond: 15, operations: ['DescribeUserPool', 'ListUserPools'] },
  UserPoolUpdate: { perSecond: 15, operations: ['CreateUserPool', 'UpdateUserPool', 'DeleteUserPool'] },
  UserPoolResourceRead: {
    perSecond: 20,
    operations: [
      'DescribeIdentityProvider',
      'DescribeManagedLoginBranding',
      'DescribeManagedLoginBrandingByClient',
      'DescribeResourceServer',
      'DescribeRiskConfiguration',
      'DescribeUserImportJob',
      'DescribeUserPoolDomain',
      'GetCSVHeader',
      'GetGroup',
      'GetIdentityProviderByIdentifier',
      'GetSigningCertificate',
      'GetUICustomization',
      'GetUserPoolMfaConfig',
      'ListGroups',
      'ListIdentityProviders',
      'ListResourceServers',
      'ListTagsForResource',
      'ListUserImportJobs',
    ],
  },
  UserPoolResourceUpdate: {
    perSecond: 15,
    operations: [
      'AddCustomAttributes',
      'CreateGroup',
      'CreateIdentityProvider',
      'CreateManagedLoginBranding',
      'CreateResourceServer',
      'CreateUserImportJob',
      'CreateUserPoolDomain',
      'DeleteGroup',
      'DeleteIdentityProvider',
      'DeleteManagedLoginBranding',
      'DeleteResourceServer',
      'DeleteUserPoolDomain',
      'SetRiskConfiguration',
      'SetUICustomization',
      'SetUserPoolMfaConfig',
      'StartUserImportJob',
      'StopUserImportJob',
      'TagResource',
      'UntagResource',
      'UpdateGroup',
      'UpdateIdentityProvider',
      'UpdateManagedLoginBranding',
      'UpdateResourceServer',
      'UpdateUserPoolDomain',
    ],
  },
  UserPoolClientRead: { perSecond: 15, operations: ['DescribeUserPoolClient', 'ListUserPoolClients'] },
  UserPoolClientUpdate: {
    perSecond: 15,
    operations: ['CreateUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'],
  },
};

/** The same page, note 3: in these categories, the limit per operation for one pool. */
const limitedInOnePool = [
  'UserPoolResourceRead',
  'UserPoolResourceUpdate',
  'UserPoolClientRead',
  'UserPoolClientUpdate',
];

const userPools: readonly RateQuota[] = [
  ...Object.entries(userPoolCategories).map(
    ([name, category]): RateQuota => ({ service: cognito, name, counted: 'together', ...category }),
  ),
  ...limitedInOnePool.map(
    (name): RateQuota => ({
      service: cognito,
      name: `${name} in one user pool`,
      operations: userPoolCategories[name]?.operations ?? [],
      perSecond: 5,
      counted: 'each',
      within: 'UserPoolId',
    }),
  ),
];

const each = (service: string, perSecond: number, operations: readonly string[]): RateQuota => ({
  service,
  name: 'requests per operation',
  operations,
  perSecond,
  counted: 'each',
});

/** Verified Permissions counts each operation separately, in most cases per policy store. */
const inOneStore = (perSecond: number, operations: readonly string[]): RateQuota => ({
  ...each('verifiedpermissions', perSecond, operations),
  name: 'requests per operation to one policy store',
  within: 'policyStoreId',
});

/**
 * "Quotas for operations per second": https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/quotas.html
 * AWS raises the limits per store and those for reading stores, but not those for creating, changing and deleting stores.
 */
const verifiedPermissions: readonly RateQuota[] = [
  each('verifiedpermissions', 1, ['CreatePolicyStore', 'DeletePolicyStore']),
  each('verifiedpermissions', 10, ['GetPolicyStore', 'ListPolicyStores', 'UpdatePolicyStore']),
  inOneStore(1, ['CreateIdentitySource', 'UpdateIdentitySource', 'DeleteIdentitySource']),
  inOneStore(10, [
    'BatchGetPolicy',
    'CreatePolicy',
    'CreatePolicyTemplate',
    'DeletePolicy',
    'DeletePolicyTemplate',
    'GetIdentitySource',
    'GetPolicy',
    'GetPolicyTemplate',
    'GetSchema',
    'ListIdentitySources',
    'ListPolicies',
    'ListPolicyTemplates',
    'PutSchema',
    'UpdatePolicy',
    'UpdatePolicyTemplate',
  ]),
  inOneStore(30, ['BatchIsAuthorized', 'BatchIsAuthorizedWithToken']),
  inOneStore(200, ['IsAuthorized', 'IsAuthorizedWithToken']),
];

/**
 * "The following quotas are associated with Lambda API requests":
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#api-requests. AWS does not raise any of these.
 */
const lambda: readonly RateQuota[] = [
  { ...each('lambda', 100, ['GetFunction']), name: 'GetFunction' },
  { ...each('lambda', 15, ['GetPolicy']), name: 'GetPolicy' },
  {
    service: 'lambda',
    name: 'remainder of the control plane',
    operations: { except: ['GetFunction', 'GetPolicy', 'InvokeFunction'] },
    perSecond: 15,
    counted: 'together',
  },
];

/**
 * "Quotas for creating, deploying and managing an API", total operations:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const apiGateway: RateQuota = {
  service: 'apigateway',
  name: 'total operations',
  operations: { except: [] },
  perSecond: 10,
  burst: 40,
  counted: 'together',
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const logs: readonly RateQuota[] = [
  each('logs', 10, ['CreateLogGroup', 'DeleteLogGroup', 'DescribeLogGroups']),
  each('logs', 5, ['DeleteRetentionPolicy', 'ListTagsForResource', 'PutRetentionPolicy']),
  each('logs', 5, ['TagResource', 'UntagResource']),
];

/** https://docs.aws.amazon.com/general/latest/gr/cw_region.html */
const cloudWatch: readonly RateQuota[] = [
  each('cloudwatch', 3, ['PutMetricAlarm', 'DeleteAlarms']),
  each('cloudwatch', 9, ['DescribeAlarms']),
  each('cloudwatch', 10, ['ListTagsForResource']),
  each('cloudwatch', 20, ['TagResource', 'UntagResource']),
];

/** "API operations", https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const identityPools: readonly RateQuota[] = [
  each('cognito-identity', 5, ['TagResource', 'UntagResource']),
  each('cognito-identity', 10, ['ListTagsForResource']),
];

/**
 * Every rate that AWS publishes for the calls of a rollout. IAM, DynamoDB, S3, KMS and SES are left out: they publish no
 * rate for these calls, or one that no rollout comes near.
 */
export const rateQuotas: readonly RateQuota[] = [
  ...userPools,
  ...verifiedPermissions,
  ...lambda,
  apiGateway,
  ...logs,
  ...cloudWatch,
  ...identityPools,
];
