import { CognitoUserGroup } from '@cdktf/provider-aws/lib/cognito-user-group';
import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { Construct } from 'constructs';

/** Groups of a pool, each at `<scope>_group-<name>`. In the policy store they are `Payments::Group`. */
export function groups(scope: Construct, pool: CognitoUserPool, names: readonly string[]): void {
  for (const name of names) new CognitoUserGroup(scope, `group-${name}`, { name, userPoolId: pool.id });
}
