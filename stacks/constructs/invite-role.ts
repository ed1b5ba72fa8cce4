import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { inviteRole } from '../../environments/names';
import { invite } from '../permissions/invite';
import type { Scope } from '../permissions/scope';
import { trustDocument } from '../permissions/trust';
import { FleetRole } from './fleet-role';

/**
 * Invites tenants' first administrators. Separate from all other roles, since it can let someone in with an
 * administrator's rights.
 */
export class InviteRole extends FleetRole {
  constructor(parent: Construct, id: string, scope: Scope, dependsOn: ITerraformDependable[]) {
    super(parent, id, {
      name: inviteRole(scope.environment),
      description: `Invites the first administrators of tenants of ${scope.environment.name}`,
      trust: trustDocument(scope, scope.inviteArn, scope.environment.pipeline.deploySubjects),
      sessionHours: scope.environment.pipeline.sessionHours,
      rights: { tenants: invite(scope) },
      dependsOn,
    });
  }
}
