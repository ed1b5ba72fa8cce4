import { jsonBody } from '../forward';
import { allows, type PolicyDocument } from '../iam/policy';
import type { AwsRequest, AwsResponse, Forward } from '../service';
import { type FunctionPath, lambdaError, lambdaRequest, parseFunctionPath } from './api';

type Where = Pick<AwsRequest, 'account' | 'region'>;
type Target = Pick<FunctionPath, 'name' | 'qualifier'>;

/** The resource policy of a function; undefined if it has none. */
async function policyOf(forward: Forward, where: Where, path: Target): Promise<PolicyDocument | undefined> {
  const answer = await forward(lambdaRequest(where, { ...path, rest: '/policy' }));
  return answer.status === 200 ? JSON.parse(jsonBody(answer).Policy) : undefined;
}

/**
 * AddPermission. moto keeps a second statement with the same id, of which RemovePermission then removes only one; Lambda
 * refuses it: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html (ResourceConflictException).
 */
export async function addPermission(request: AwsRequest, forward: Forward): Promise<AwsResponse> {
  const path = parseFunctionPath(request.path) as FunctionPath;
  const { StatementId } = jsonBody(request);
  const policy = await policyOf(forward, request, path);
  // moto has one policy for a function and all aliases of its latest version; Lambda has one for each alias.
  const end = `:${path.qualifier ?? path.name}`;
  const isTaken = [policy?.Statement ?? []]
    .flat()
    .some(({ Sid, Resource }) => Sid === StatementId && String(Resource).endsWith(end));
  if (!isTaken) return forward(request);
  const message = `The statement id (${StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
  return lambdaError(409, 'ResourceConflictException', message);
}

/**
 * Whether the function's resource policy, which `aws_lambda_permission` writes, lets an AWS service invoke it on behalf
 * of `sourceArn`.
 */
export async function mayInvoke(
  forward: Forward,
  where: Where,
  path: Target,
  { principal, sourceArn }: { principal: string; sourceArn: string },
): Promise<boolean> {
  const policy = await policyOf(forward, where, path);
  if (!policy) return false;
  return allows(policy, {
    action: 'lambda:InvokeFunction',
    principal: { type: 'Service', names: [principal] },
    context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceArn.split(':')[4] ?? '' },
  });
}
