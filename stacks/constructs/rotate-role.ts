import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { rotateRole } from '../../environments/names';
import { rotate } from '../permissions/rotate';
import type { Scope } from '../permissions/scope';
import { assumeSelf, keepRotations } from '../permissions/state';
import { trustDocument } from '../permissions/trust';
import { FleetRole } from './fleet-role';

export interface RotateRoleProps {
  keyArn: string;
  dependsOn: ITerraformDependable[];
}

/**
 * Rotates the secrets of clients and identity providers. Separate from the operate role, which serves users and must not
 * be able to become a service, and from the deploy role, which reads no secret.
 */
export class RotateRole extends FleetRole {
  constructor(parent: Construct, id: string, scope: Scope, { keyArn, dependsOn }: RotateRoleProps) {
    const secrets = rotate(scope);
    super(parent, id, {
      name: rotateRole(scope.environment),
      description: `Rotates the secrets of ${scope.environment.name}`,
      trust: trustDocument(scope, scope.rotateArn, scope.environment.pipeline.deploySubjects),
      sessionHours: scope.environment.pipeline.sessionHours,
      rights:
        secrets.length > 0
          ? { secrets, state: [...keepRotations(scope, keyArn), assumeSelf(scope.rotateArn)] }
          : {},
      dependsOn,
    });
  }
}
