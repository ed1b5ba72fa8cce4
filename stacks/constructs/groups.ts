import { CognitoUserGroup } from '@cdktf/provider-aws/lib/cognito-user-group';
import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { Construct } from 'constructs';

/**
 * Groups of a pool, each at `<scope>_group-<name>`. In the policy store they have its entity type `Group`. A group with
 * a role in the identity pool names it; a user in several groups gets the role that comes first in `roles`.
 */
export function groups(
  scope: Construct,
  pool: CognitoUserPool,
  names: readonly string[],
  roles: ReadonlyMap<string, IamRole> = new Map(),
): void {
  const order = [...roles.keys()];
  for (const name of names) {
    const role = roles.get(name);
    new CognitoUserGroup(scope, `group-${name}`, {
      name,
      userPoolId: pool.id,
      ...(role && { roleArn: role.arn, precedence: order.indexOf(name) + 1 }),
    });
  }
}
