import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { Construct } from 'constructs';

/** Which of a pool's triggers: it names the permission in Terraform. */
type Trigger = 'hook' | 'pre-sign-up' | 'post-confirmation';

/** Lets Cognito invoke a function on behalf of this pool only. At `<scope>_<trigger>-permission`. */
export const triggerPermission = (
  scope: Construct,
  trigger: Trigger,
  pool: CognitoUserPool,
  { owner, ...called }: { owner: string; functionName: string; qualifier?: string },
): LambdaPermission =>
  new LambdaPermission(scope, `${trigger}-permission`, {
    ...called,
    statementId: `cognito-${owner}`,
    action: 'lambda:InvokeFunction',
    principal: 'cognito-idp.amazonaws.com',
    sourceArn: pool.arn,
  });
