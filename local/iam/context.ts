import type { Identity } from '../accounts';
import type { AwsRequest } from '../service';
import { tagsOf } from '../tags';
import type { Context } from './conditions';
import type { Facts, Key } from './facts';
import type { Call } from './operations';

/** Keys for the tags in a request or on a resource; `/*` covers all other tags. */
const tagKeys = (prefix: string, tags: Record<string, string>): Context => ({
  [`${prefix}/*`]: null,
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value])),
});

/** Tags in a request, in any of the services' spellings. */
export function requestTags(input: Record<string, unknown>): Record<string, string> {
  const given = ['Tags', 'tags', 'UserPoolTags', 'IdentityPoolTags'].map((name) => input[name]).find(Boolean);
  if (!given) return {};
  return Array.isArray(given) ? tagsOf(given) : (given as Record<string, string>);
}

/** Keys of every request: who makes it, from where, for which region. Loopback counts as TLS. */
export function callerContext(
  { account, role, tags = {}, functionArn }: Identity,
  request: AwsRequest,
): Context {
  return {
    'aws:PrincipalAccount': account,
    'aws:PrincipalArn': role?.arn ?? `arn:aws:iam::${account}:root`,
    'aws:PrincipalType': role ? 'AssumedRole' : 'Account',
    ...tagKeys('aws:PrincipalTag', tags),
    'aws:RequestedRegion': request.region,
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '127.0.0.1',
    'aws:SourceVpc': null,
    'aws:SourceVpce': null,
    'aws:ViaAWSService': 'false',
    'lambda:SourceFunctionArn': functionArn ?? null,
  };
}

/** Keys of a request that a service makes to KMS on the caller's behalf. */
export const viaService = (
  service: string,
  { region, account }: Pick<AwsRequest, 'region' | 'account'>,
): Context => ({
  'aws:ViaAWSService': 'true',
  'kms:ViaService': `${service}.${region}.amazonaws.com`,
  'kms:CallerAccount': account,
});

/** Keys of every request about a KMS key. `named`: the key as the request names it. */
export const keyContext = (key: Key | undefined, named: string, account: string): Context => ({
  'kms:CallerAccount': account,
  'kms:EncryptionContext:*': null,
  'kms:GrantIsForAWSResource': 'false',
  'kms:RequestAlias': /(^|:)alias\//.test(named) ? named.replace(/^.*:(?=alias\/)/, '') : null,
  'kms:ResourceAliases': key?.aliases ?? [],
  'kms:ViaService': null,
});

const header = (request: AwsRequest, name: string): string | null => request.headers[name] ?? null;

/** Words in expressions that are not attributes. */
const dynamodbWords =
  /^(SET|REMOVE|ADD|DELETE|AND|OR|NOT|IN|BETWEEN|attribute_exists|attribute_not_exists|attribute_type|begins_with|contains|size|if_not_exists|list_append)$/i;

/** Attributes that a request about one item refers to: its key, and those that its expressions read or write. */
function namedAttributes(input: Record<string, unknown>): string[] {
  const { Key = {}, Item = {}, AttributeUpdates = {}, ExpressionAttributeNames = {} } = input;
  const text = [input.UpdateExpression, input.ConditionExpression, input.ProjectionExpression].join(' ');
  const plain = (text.match(/(?<![#:\w.])[a-z_]\w*/gi) ?? []).filter((word) => !dynamodbWords.test(word));
  const keys = [Key, Item, AttributeUpdates].flatMap((part) => Object.keys(part as object));
  return [
    ...new Set([...keys, ...plain, ...Object.values(ExpressionAttributeNames as Record<string, string>)]),
  ];
}

/** Keys specific to single services. */
const own: Readonly<Record<string, (call: Call, facts: Facts) => Context | Promise<Context>>> = {
  dynamodb: ({ input }) => ({
    'dynamodb:Attributes': namedAttributes(input),
    'dynamodb:ReturnValues': input.ReturnValues ?? null,
  }),
  async iam({ operation, input, request }, facts) {
    const { RoleName, PermissionsBoundary, AWSServiceName } = input;
    // For an existing role, it is the boundary that the role has; only these two operations name a different one.
    const says = ['CreateRole', 'PutRolePermissionsBoundary'].includes(operation);
    const boundary =
      says || !RoleName ? PermissionsBoundary : (await facts.role(request, RoleName))?.boundary;
    return { 'iam:PermissionsBoundary': boundary ?? null, 'iam:AWSServiceName': AWSServiceName ?? null };
  },
  kms: async ({ input: { KeyId = '', GranteePrincipal, EncryptionContext = {} }, request }, facts) => ({
    ...keyContext(await facts.key(request, KeyId), KeyId, request.account),
    ...Object.fromEntries(
      Object.entries(EncryptionContext).map(([key, value]) => [
        `kms:EncryptionContext:${key}`,
        value as string,
      ]),
    ),
    'kms:GranteePrincipal': GranteePrincipal ?? null,
  }),
  s3: ({ request, input }) => ({
    's3:prefix': input.prefix ?? null,
    ...Object.fromEntries(
      [
        'x-amz-acl',
        'x-amz-server-side-encryption',
        'x-amz-server-side-encryption-aws-kms-key-id',
        'x-amz-server-side-encryption-customer-algorithm',
      ].map((name) => [`s3:${name}`, header(request, name)]),
    ),
  }),
};

/** A request's own keys and those of its resource, without its caller's. */
export async function requestContext(
  call: Call,
  resources: readonly string[],
  facts: Facts,
): Promise<Context> {
  const given = requestTags(call.input);
  const [resource = ''] = resources;
  return {
    ...tagKeys('aws:RequestTag', given),
    'aws:TagKeys': Object.keys(given),
    ...tagKeys('aws:ResourceTag', await facts.tagsOf(resource)),
    ...(await own[call.service]?.(call, facts)),
  };
}
