import { jsonBody } from '../forward';
import { allows, type PolicyDocument } from '../iam/policy';
import type { AwsRequest, Forward } from '../service';
import { type FunctionPath, lambdaRequest } from './api';

/**
 * Whether the function's resource policy, which `aws_lambda_permission` writes, lets an AWS service invoke it on behalf
 * of `sourceArn`.
 */
export async function mayInvoke(
  forward: Forward,
  where: Pick<AwsRequest, 'account' | 'region'>,
  path: Pick<FunctionPath, 'name' | 'qualifier'>,
  { principal, sourceArn }: { principal: string; sourceArn: string },
): Promise<boolean> {
  const answer = await forward(lambdaRequest(where, { ...path, rest: '/policy' }));
  if (answer.status !== 200) return false;
  const policy: PolicyDocument = JSON.parse(jsonBody(answer).Policy);
  return allows(policy, {
    action: 'lambda:InvokeFunction',
    principal: { type: 'Service', names: [principal] },
    context: { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': sourceArn.split(':')[4] ?? '' },
  });
}
