import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { Construct } from 'constructs';

/** Lets Cognito call the hook on behalf of this one pool, and of no other. At `<scope>_hook-permission`. */
export const hookPermission = (
  scope: Construct,
  pool: CognitoUserPool,
  { owner, ...hook }: { owner: string; functionName: string; qualifier?: string },
): LambdaPermission =>
  new LambdaPermission(scope, 'hook-permission', {
    ...hook,
    statementId: `cognito-${owner}`,
    action: 'lambda:InvokeFunction',
    principal: 'cognito-idp.amazonaws.com',
    sourceArn: pool.arn,
  });
