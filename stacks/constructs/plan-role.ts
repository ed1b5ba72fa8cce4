import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { planRole } from '../../environments/names';
import { cognito } from '../permissions/cognito';
import { edge } from '../permissions/edge';
import { email } from '../permissions/email';
import { readFoundation } from '../permissions/foundation';
import { functionRoles, functions } from '../permissions/functions';
import { identityPools } from '../permissions/identity-pools';
import { readQuotas } from '../permissions/quotas';
import type { Scope } from '../permissions/scope';
import { assumeSelf, readState } from '../permissions/state';
import { readRegistries, tables } from '../permissions/tables';
import { trustDocument } from '../permissions/trust';
import { verifiedPermissions } from '../permissions/verified-permissions';
import { FleetRole } from './fleet-role';

export interface PlanRoleProps {
  keyArn: string;
  dependsOn: ITerraformDependable[];
}

/**
 * Plans every stack of the account and can change nothing, not even a lock: a job that could take or
 * release locks could block or race an apply. Its plans run without a lock (`-lock=false`);
 * one that raced an apply is stale by its state's serial, and Terraform refuses to apply it.
 */
export class PlanRole extends FleetRole {
  constructor(parent: Construct, id: string, scope: Scope, { keyArn, dependsOn }: PlanRoleProps) {
    super(parent, id, {
      name: planRole(scope.environment),
      description: `Plans the identity stacks of ${scope.environment.name}, read only`,
      trust: trustDocument(scope, scope.planArn, scope.environment.pipeline.planSubjects),
      sessionHours: scope.environment.pipeline.sessionHours,
      rights: {
        state: [...readState(scope, keyArn), assumeSelf(scope.planArn)],
        read: [
          ...[
            cognito,
            identityPools,
            verifiedPermissions,
            tables,
            functions,
            functionRoles,
            edge,
            email,
          ].flatMap((rights) => rights(scope).read),
          ...readRegistries(scope),
          readQuotas,
        ],
        foundation: readFoundation(scope, keyArn),
      },
      dependsOn,
    });
  }
}
