import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { Construct } from 'constructs';
import { boundary } from '../environments/names';
import { CiOidc } from './constructs/ci-oidc';
import { DeployRole } from './constructs/deploy-role';
import { PlanRole } from './constructs/plan-role';
import { StateBucket } from './constructs/state-bucket';
import { StateKey } from './constructs/state-key';
import { FleetStack, type Target } from './fleet-stack';
import { boundaryDocument } from './permissions/boundary';
import { scopeOf } from './permissions/scope';
import { protections } from './protection';

/**
 * What an account needs before any other stack: a place for states, and the roles that plan and deploy.
 * It is applied with the account's bootstrap role, and the roles that it makes may not touch it.
 */
export class FoundationStack extends FleetStack {
  constructor(parent: Construct, { target }: { target: Target }) {
    const { environment, account } = target;
    super(parent, 'foundation', { target, role: environment.bootstrapRole });
    const scope = scopeOf(environment, account);
    const { preventDestroy, deletionProtection } = protections(environment);

    const { key } = new StateKey(this, 'state-key', scope, { preventDestroy });
    new StateBucket(this, 'state', scope, { keyArn: key.arn, preventDestroy });

    const { provider } = new CiOidc(this, 'ci', environment);
    new IamPolicy(this, 'boundary', { name: boundary(environment), policy: boundaryDocument(scope) });
    const role = { keyArn: key.arn, dependsOn: [provider] };
    new DeployRole(this, 'deploy', scope, { ...role, deletionProtection });
    new PlanRole(this, 'plan', scope, role);
  }
}
