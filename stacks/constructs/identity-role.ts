import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import {
  identityBoundary,
  identityRolePath,
  identityRole as nameOf,
  policyArn,
} from '../../environments/names';
import type { IdentityPool } from '../../environments/schema';
import type { Target } from '../fleet-stack';
import { identityDocument, identityTrust, nothing } from '../permissions/identity-role';

export interface IdentityRoleProps {
  target: Target;
  flow: 'customer' | 'internal';
  /** The identity pool that hands it out. */
  poolId: string;
  group: string;
  /** If omitted, the role has no rights. */
  statements?: IdentityPool['roles'][number]['statements'];
  /** Whether it is for signed-in users, or for signed-out ones. */
  signedIn: boolean;
  /** Whether sessions carry tags. */
  sessionTags: boolean;
}

/**
 * A role that an identity pool hands out, at `<scope>_role-<group>`, with its rights. Sessions last an hour, IAM's
 * minimum.
 */
export function identityRole(scope: Construct, props: IdentityRoleProps): IamRole {
  const { target, flow, poolId, group, statements, signedIn, sessionTags } = props;
  const { environment, account, region } = target;
  const role = new IamRole(scope, `role-${group}`, {
    name: nameOf(environment, flow, group, region),
    path: identityRolePath(environment),
    description: `Identity pool of the ${flow} flow: ${group}`,
    permissionsBoundary: policyArn(environment, account, identityBoundary(environment)),
    assumeRolePolicy: identityTrust(poolId, { signedIn, sessionTags }),
    maxSessionDuration: 3600,
  });
  new IamRolePolicy(scope, `rights-${group}`, {
    name: 'identity',
    role: role.name,
    policy: statements ? identityDocument(statements) : nothing,
  });
  return role;
}
