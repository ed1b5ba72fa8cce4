import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { exportRole } from '../../environments/names';
import { exportTenants } from '../permissions/export';
import type { Scope } from '../permissions/scope';
import { trustDocument } from '../permissions/trust';
import { FleetRole } from './fleet-role';

export interface ExportRoleProps {
  keyArn: string;
  dependsOn: ITerraformDependable[];
}

/**
 * Reads all users of a tenant that leaves, and encrypts the export. Separate from all other roles, none of which has a
 * reason to read them all.
 */
export class ExportRole extends FleetRole {
  constructor(parent: Construct, id: string, scope: Scope, { keyArn, dependsOn }: ExportRoleProps) {
    super(parent, id, {
      name: exportRole(scope.environment),
      description: `Exports tenants of ${scope.environment.name} that leave`,
      trust: trustDocument(scope, scope.exportArn, scope.environment.pipeline.deploySubjects),
      sessionHours: scope.environment.pipeline.sessionHours,
      rights: { tenants: exportTenants(scope, keyArn) },
      dependsOn,
    });
  }
}
