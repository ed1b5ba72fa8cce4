import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { operateRole } from '../../environments/names';
import { operate } from '../permissions/operate';
import type { Scope } from '../permissions/scope';
import { assumeSelf } from '../permissions/state';
import { trustDocument } from '../permissions/trust';
import { FleetRole } from './fleet-role';

/**
 * Signs users out and suspends tenants. Trusted like the deploy role but separate from it: deploying reads no users, and
 * operating changes no stack.
 */
export class OperateRole extends FleetRole {
  constructor(parent: Construct, id: string, scope: Scope, dependsOn: ITerraformDependable[]) {
    super(parent, id, {
      name: operateRole(scope.environment),
      description: `Operates the user pools of ${scope.environment.name}`,
      trust: trustDocument(scope, scope.operateArn, scope.environment.pipeline.deploySubjects),
      sessionHours: scope.environment.pipeline.sessionHours,
      rights: { pools: [...operate(scope), assumeSelf(scope.operateArn)] },
      dependsOn,
    });
  }
}
