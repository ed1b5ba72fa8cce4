import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { boundary, identityBoundary } from '../environments/names';
import { CiOidc } from './constructs/ci-oidc';
import { DeployRole } from './constructs/deploy-role';
import { ExportRole } from './constructs/export-role';
import { InviteRole } from './constructs/invite-role';
import { OperateRole } from './constructs/operate-role';
import { PlanRole } from './constructs/plan-role';
import { ProbeRole } from './constructs/probe-role';
import { RotateRole } from './constructs/rotate-role';
import { StateBucket } from './constructs/state-bucket';
import { StateKey } from './constructs/state-key';
import { FleetStack, type Target } from './fleet-stack';
import { boundaryDocument } from './permissions/boundary';
import { identityPoolsOf } from './permissions/identity-pools';
import { identityBoundaryDocument } from './permissions/identity-role';
import { hasCells, scopeOf } from './permissions/scope';
import { protections } from './protection';

/**
 * What an account needs before any other stack: storage for states, and the roles that plan, deploy,
 * operate, probe, invite, rotate and export.
 * It is applied with the account's bootstrap role, and the roles that it creates may not touch it.
 */
export class FoundationStack extends FleetStack {
  constructor(parent: Construct, { target }: { target: Target }) {
    const { environment, account } = target;
    super(parent, 'foundation', { target, role: environment.bootstrapRole });
    const scope = scopeOf(environment, account);
    const { preventDestroy, deletionProtection } = protections(environment);

    const { key } = new StateKey(this, 'state-key', scope, { preventDestroy });
    new StateBucket(this, 'state', scope, { keyArn: key.arn, preventDestroy });

    const { dependsOn } = new CiOidc(this, 'ci', scope, { preventDestroy });
    new IamPolicy(this, 'boundary', { name: boundary(environment), policy: boundaryDocument(scope) });
    const identityPools = identityPoolsOf(environment, account);
    if (identityPools.length > 0)
      new IamPolicy(this, 'identity-boundary', {
        name: identityBoundary(environment),
        policy: identityBoundaryDocument(identityPools),
      });
    const role = { keyArn: key.arn, dependsOn };
    new DeployRole(this, 'deploy', scope, { ...role, deletionProtection });
    new PlanRole(this, 'plan', scope, role);
    new OperateRole(this, 'operate', scope, dependsOn);
    new ProbeRole(this, 'probe', scope, dependsOn);
    if (hasCells(scope)) {
      new InviteRole(this, 'invite', scope, dependsOn);
      new ExportRole(this, 'export', scope, role);
    }
    new RotateRole(this, 'rotate', scope, role);

    // `fleet plan` and `rollout` read this before they remove anything: what was production is guarded as production.
    const accounts = Object.entries(environment.accounts).map(([name, { id }]) => [name, id]);
    new TerraformOutput(this, 'environment', {
      value: { production: environment.production, accounts: Object.fromEntries(accounts) },
    });
  }
}
