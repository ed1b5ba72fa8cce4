import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { deployRole } from '../../environments/names';
import { cognito } from '../permissions/cognito';
import { denyStatements } from '../permissions/deny-statements';
import type { ServiceRights } from '../permissions/document';
import { edge } from '../permissions/edge';
import { email } from '../permissions/email';
import { alarmTopic, functionRoles, functions } from '../permissions/functions';
import { identityPools } from '../permissions/identity-pools';
import type { Scope } from '../permissions/scope';
import { assumeSelf, readState, writeState } from '../permissions/state';
import { tables } from '../permissions/tables';
import { trustDocument } from '../permissions/trust';
import { verifiedPermissions } from '../permissions/verified-permissions';
import { FleetRole } from './fleet-role';

export interface DeployRoleProps {
  keyArn: string;
  /** Whether to forbid deleting tables, their replicas and policy stores. */
  deletionProtection: boolean;
  dependsOn: ITerraformDependable[];
}

/** Applies every stack of the account except the foundation. */
export class DeployRole extends FleetRole {
  constructor(parent: Construct, id: string, scope: Scope, props: DeployRoleProps) {
    const { keyArn, deletionProtection, dependsOn } = props;
    const both = ({ read, write }: ServiceRights) => [...read, ...write];
    const identity = both(identityPools(scope));
    const apis = both(edge(scope));
    const mail = both(email(scope));
    super(parent, id, {
      name: deployRole(scope.environment),
      description: `Deploys the identity stacks of ${scope.environment.name}`,
      trust: trustDocument(scope, scope.deployArn, scope.environment.pipeline.deploySubjects),
      sessionHours: scope.environment.pipeline.sessionHours,
      rights: {
        state: [...readState(scope, keyArn), ...writeState(scope, keyArn), assumeSelf(scope.deployArn)],
        pools: both(cognito(scope)),
        stores: [...both(verifiedPermissions(scope)), ...both(tables(scope))],
        functions: [...both(functions(scope)), ...both(functionRoles(scope)), alarmTopic(scope)],
        ...(identity.length > 0 && { identity }),
        ...(apis.length > 0 && { edge: apis }),
        ...(mail.length > 0 && { email: mail }),
        guard: denyStatements(scope, { keyArn, deletionProtection }),
      },
      dependsOn,
    });
  }
}
