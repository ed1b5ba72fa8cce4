import { pathNames, restOperation } from '../dispatch';
import { jsonBody } from '../forward';
import { parseFunctionName } from '../lambda/api';
import type { AwsRequest } from '../service';
import { s3Call } from './s3-operations';

/** A request as IAM sees it: service, operation and input. */
export interface Call {
  request: AwsRequest;
  /** IAM's prefix, such as `cognito-idp` or `cloudwatch`. */
  service: string;
  /** Action without its service, such as `CreateTable`: in most services the same as the API operation. */
  operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: each operation names its own input
  input: any;
}

/** Services whose signing name differs from IAM's prefix. */
const prefixes: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** Actions of Lambda by method and path, without the version at the start of every path. */
const lambda: Readonly<Record<string, string>> = {
  'GET /functions': 'ListFunctions',
  'POST /functions': 'CreateFunction',
  'GET /functions/*': 'GetFunction',
  'DELETE /functions/*': 'DeleteFunction',
  'PUT /functions/*/code': 'UpdateFunctionCode',
  'GET /functions/*/code-signing-config': 'GetFunctionCodeSigningConfig',
  'GET /functions/*/concurrency': 'GetFunctionConcurrency',
  'PUT /functions/*/concurrency': 'PutFunctionConcurrency',
  'DELETE /functions/*/concurrency': 'DeleteFunctionConcurrency',
  'GET /functions/*/configuration': 'GetFunctionConfiguration',
  'PUT /functions/*/configuration': 'UpdateFunctionConfiguration',
  'POST /functions/*/invocations': 'InvokeFunction',
  'GET /functions/*/policy': 'GetPolicy',
  'POST /functions/*/policy': 'AddPermission',
  'DELETE /functions/*/policy/*': 'RemovePermission',
  'GET /functions/*/recursion-config': 'GetFunctionRecursionConfig',
  'GET /functions/*/runtime-management-config': 'GetRuntimeManagementConfig',
  'GET /functions/*/versions': 'ListVersionsByFunction',
  'POST /functions/*/versions': 'PublishVersion',
  'GET /functions/*/aliases': 'ListAliases',
  'POST /functions/*/aliases': 'CreateAlias',
  'GET /functions/*/aliases/*': 'GetAlias',
  'PUT /functions/*/aliases/*': 'UpdateAlias',
  'DELETE /functions/*/aliases/*': 'DeleteAlias',
  'GET /tags/*': 'ListTags',
  'POST /tags/*': 'TagResource',
  'DELETE /tags/*': 'UntagResource',
};

/** Actions of SES by method and path. */
const ses: Readonly<Record<string, string>> = {
  'POST /v2/email/identities': 'CreateEmailIdentity',
  'GET /v2/email/identities/*': 'GetEmailIdentity',
  'DELETE /v2/email/identities/*': 'DeleteEmailIdentity',
  'PUT /v2/email/identities/*/configuration-set': 'PutEmailIdentityConfigurationSetAttributes',
  'PUT /v1/email/identities/*/dkim/signing': 'PutEmailIdentityDkimSigningAttributes',
  'POST /v2/email/configuration-sets': 'CreateConfigurationSet',
  'GET /v2/email/configuration-sets/*': 'GetConfigurationSet',
  'DELETE /v2/email/configuration-sets/*': 'DeleteConfigurationSet',
  'PUT /v2/email/configuration-sets/*/delivery-options': 'PutConfigurationSetDeliveryOptions',
  'PUT /v2/email/configuration-sets/*/reputation-options': 'PutConfigurationSetReputationOptions',
  'PUT /v2/email/configuration-sets/*/sending': 'PutConfigurationSetSendingOptions',
  'PUT /v2/email/configuration-sets/*/suppression-options': 'PutConfigurationSetSuppressionOptions',
  'GET /v2/email/tags': 'ListTagsForResource',
  'POST /v2/email/tags': 'TagResource',
  'DELETE /v2/email/tags': 'UntagResource',
};

const bodyOf = (request: AwsRequest) => (request.body.length > 0 ? jsonBody(request) : {});

type Found = Omit<Call, 'request' | 'service'>;

/** The action of a REST request, and the names in its path; undefined if the table has none. */
function inTable(table: Readonly<Record<string, string>>, request: Pick<AwsRequest, 'method' | 'path'>) {
  const key = restOperation(table, request);
  const operation = table[key];
  const query = new URLSearchParams(request.path.split('?')[1] ?? '');
  return operation ? { key, operation, names: pathNames(key, request.path), query } : undefined;
}

function lambdaCall(request: AwsRequest): Found | undefined {
  // The API puts a version date, different for each feature, at the start of its paths.
  const path = request.path.replace(/^\/\d{4}-\d{2}-\d{2}/, '').replace(/\/(\?|$)/, '$1');
  const found = inTable(lambda, { method: request.method, path });
  if (!found) return undefined;
  const { key, operation, names, query } = found;
  const input = operation === 'InvokeFunction' ? {} : bodyOf(request);
  if (key.includes(' /tags/')) return { operation, input: { ...input, Resource: names[0] } };
  const { name, qualifier } = parseFunctionName(names[0] ?? input.FunctionName ?? '');
  const alias = key.includes('/aliases/*') ? names[1] : undefined;
  const Qualifier = query.get('Qualifier') ?? qualifier ?? alias;
  return { operation, input: { ...input, FunctionName: name, ...(Qualifier && { Qualifier }) } };
}

function sesCall(request: AwsRequest): Found | undefined {
  const found = inTable(ses, request);
  if (!found) return undefined;
  const { key, operation, names, query } = found;
  const ResourceArn = query.get('ResourceArn');
  const member = key.includes('/identities/') ? 'EmailIdentity' : 'ConfigurationSetName';
  const named = names[0] === undefined ? {} : { [member]: names[0] };
  return { operation, input: { ...(ResourceArn && { ResourceArn }), ...bodyOf(request), ...named } };
}

/** API Gateway's actions are HTTP methods, and its resources are paths. */
const apiGatewayCall = (request: AwsRequest) => ({ operation: request.method, input: bodyOf(request) });

/** Members of a form, including lists: `Tags.member.1.Key` and the like. */
function formInput(body: string): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(body)) {
    const parts = name.split('.').filter((part) => part !== 'member');
    let at = root;
    for (const part of parts.slice(0, -1)) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at[parts.at(-1) as string] = value;
  }
  return listed(root) as Record<string, unknown>;
}

/** Converts objects with the keys 1, 2, … to lists. */
function listed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => [key, listed(member)]);
  return entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))
    ? entries.map(([, member]) => member)
    : Object.fromEntries(entries);
}

const rest: Readonly<Record<string, (request: AwsRequest) => Found | undefined>> = {
  apigateway: apiGatewayCall,
  lambda: lambdaCall,
  s3: s3Call,
  ses: sesCall,
};

/**
 * Operations without their own action, with the action that covers them (Verified Permissions API reference, notes on
 * BatchGetPolicy, BatchIsAuthorized and BatchIsAuthorizedWithToken).
 */
const sharedRights: Readonly<Record<string, string>> = {
  'verifiedpermissions:BatchGetPolicy': 'GetPolicy',
  'verifiedpermissions:BatchIsAuthorized': 'IsAuthorized',
  'verifiedpermissions:BatchIsAuthorizedWithToken': 'IsAuthorizedWithToken',
};

/** The action that a signed request needs; undefined if the local AWS can't determine it. */
export function callOf(request: AwsRequest): Call | undefined {
  const service = prefixes[request.service] ?? request.service;
  const speaksRest = rest[service];
  if (speaksRest) {
    const found = speaksRest(request);
    return found && { request, service, ...found };
  }
  if (request.operation) {
    const operation = sharedRights[`${service}:${request.operation}`] ?? request.operation;
    return { request, service, operation, input: bodyOf(request) };
  }
  const { Action, ...input } = formInput(request.body.toString());
  return typeof Action === 'string' ? { request, service, operation: Action, input } : undefined;
}
