import type { Asked } from './asked';
import { requestContext, requestTags } from './context';
import type { Facts } from './facts';
import { impliedBy } from './implied';
import type { Call } from './operations';
import type { PolicyDocument } from './policy';
import { findAction } from './reference';
import { newResource, resourcesOf } from './resources';

/** A service's tagging action. IAM has one for each type of resource. */
const taggingAction = ({ service, operation }: Call): string =>
  service === 'iam' ? `iam:${operation.replace(/^Create/, 'Tag')}` : `${service}:TagResource`;

/** Creating with tags also requires permission to tag; an API's own tags are set at a separate path. */
async function tagging(call: Call, resources: readonly string[], facts: Facts): Promise<Asked[]> {
  const creates = /^(Create|Put|POST$)/.test(call.operation) && !call.request.path.startsWith('/v2/tags/');
  if (!creates || Object.keys(requestTags(call.input)).length === 0) return [];
  const action = taggingAction(call);
  const known = await findAction(action);
  // The reference doesn't list API Gateway's (docs/decisions/0028-rights-are-judged.md).
  if (!known && call.service !== 'apigateway') return [];
  const tagged = resources.map((one) => (one === '*' ? newResource(call, known) : one));
  return [{ action, resources: tagged, context: await requestContext(call, [], facts) }];
}

/** The policy of the resource that a request is about, if the service has such policies. */
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

/** All permissions that the caller needs for a request: first its own action. */
export async function asksOf(call: Call, facts: Facts): Promise<Asked[]> {
  const action = `${call.service}:${call.operation}`;
  const resources = await resourcesOf(call, await findAction(action), facts);
  const [context, policy, tags, besides] = await Promise.all([
    requestContext(call, resources, facts),
    resourcePolicy(call, facts),
    tagging(call, resources, facts),
    impliedBy(call, facts),
  ]);
  return [{ action, resources, context, policy }, ...tags, ...besides];
}
