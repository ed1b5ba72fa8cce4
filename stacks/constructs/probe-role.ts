import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { probeRole } from '../../environments/names';
import { probe } from '../permissions/probe';
import type { Scope } from '../permissions/scope';
import { trustDocument } from '../permissions/trust';
import { FleetRole } from './fleet-role';

/**
 * Signs synthetic users in and queries policy stores. Separate from the deploy and operate roles, since it lets someone
 * in: its own users, who can reach nothing.
 */
export class ProbeRole extends FleetRole {
  constructor(parent: Construct, id: string, scope: Scope, dependsOn: ITerraformDependable[]) {
    const statements = probe(scope);
    super(parent, id, {
      name: probeRole(scope.environment),
      description: `Probes the user pools and policy stores of ${scope.environment.name}`,
      trust: trustDocument(scope, scope.probeArn, scope.environment.pipeline.deploySubjects),
      sessionHours: scope.environment.pipeline.sessionHours,
      rights: statements.length > 0 ? { probe: statements } : {},
      dependsOn,
    });
  }
}
