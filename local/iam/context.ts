import type { Identity } from '../accounts';
import type { AwsRequest } from '../service';
import { tagsOf } from '../tags';
import type { Context } from './conditions';
import type { Facts, Key } from './facts';
import type { Call } from './operations';

/** Keys of a tag in a request or on a resource; `/*` speaks for the tags that it doesn't have. */
const tagKeys = (prefix: string, tags: Record<string, string>): Context => ({
  [`${prefix}/*`]: null,
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value])),
});

/** Tags that a request gives, however its service spells them. */
export function requestTags(input: Record<string, unknown>): Record<string, string> {
  const given = ['Tags', 'tags', 'UserPoolTags', 'IdentityPoolTags'].map((name) => input[name]).find(Boolean);
  if (!given) return {};
  return Array.isArray(given) ? tagsOf(given) : (given as Record<string, string>);
}

/** What every request says: who asks, from where, for which region. Loopback counts as TLS. */
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

/** What a service says of a request that it makes of a key in the caller's name. */
export const viaService = (
  service: string,
  { region, account }: Pick<AwsRequest, 'region' | 'account'>,
): Context => ({
  'aws:ViaAWSService': 'true',
  'kms:ViaService': `${service}.${region}.amazonaws.com`,
  'kms:CallerAccount': account,
});

/** What a key adds to every request about it. `named`: how the request calls it. */
export const keyContext = (key: Key | undefined, named: string, account: string): Context => ({
  'kms:CallerAccount': account,
  'kms:EncryptionContext:*': null,
  'kms:GrantIsForAWSResource': 'false',
  'kms:RequestAlias': /(^|:)alias\//.test(named) ? named.replace(/^.*:(?=alias\/)/, '') : null,
  'kms:ResourceAliases': key?.aliases ?? [],
  'kms:ViaService': null,
});

const header = (request: AwsRequest, name: string): string | null => request.headers[name] ?? null;

/** Words of an expression that are no attributes. */
const dynamodbWords =
  /^(SET|REMOVE|ADD|DELETE|AND|OR|NOT|IN|BETWEEN|attribute_exists|attribute_not_exists|attribute_type|begins_with|contains|size|if_not_exists|list_append)$/i;

/** Attributes that a request about one item names: those of its key, and those that its expressions read or write. */
function namedAttributes(input: Record<string, unknown>): string[] {
  const { Key = {}, Item = {}, AttributeUpdates = {}, ExpressionAttributeNames = {} } = input;
  const text = [input.UpdateExpression, input.ConditionExpression, input.ProjectionExpression].join(' ');
  const plain = (text.match(/(?<![#:\w.])[a-z_]\w*/gi) ?? []).filter((word) => !dynamodbWords.test(word));
  const keys = [Key, Item, AttributeUpdates].flatMap((part) => Object.keys(part as object));
  return [
    ...new Set([...keys, ...plain, ...Object.values(ExpressionAttributeNames as Record<string, string>)]),
  ];
}

/** Keys that single services add. */
const own: Readonly<Record<string, (call: Call, facts: Facts) => Context | Promise<Context>>> = {
  dynamodb: ({ input }) => ({
    'dynamodb:Attributes': namedAttributes(input),
    'dynamodb:ReturnValues': input.ReturnValues ?? null,
  }),
  async iam({ operation, input, request }, facts) {
    const { RoleName, PermissionsBoundary, AWSServiceName } = input;
    // Of a role that exists it is the boundary that it has; only these two say another one.
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

/** What a request tells of itself and of its resource, besides its caller. */
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
