import type { Construct } from 'constructs';
import { tables } from '../environments/names';
import type { Tenant } from '../environments/schema';
import { type BundledFunction, tenantHook } from '../functions/catalogue';
import { hookAlarms } from './constructs/hook-alarms';
import { HookFunction } from './constructs/hook-function';
import { TenantResources } from './constructs/tenant';
import { FleetStack, type Target } from './fleet-stack';
import { storeContent } from './policies/cedar';
import { protections } from './protection';

export interface CellStackProps {
  target: Target;
  /** Tenants whose file places them in this cell in the target's region. */
  tenants: readonly Tenant[];
  /** Zip of the tenant hook. */
  hookZip: BundledFunction;
}

/** A bounded group of tenants in one target, with the one hook that all their pools call. */
export class CellStack extends FleetStack {
  /** `cell` is the cell's name, such as `cell-01`. */
  constructor(scope: Construct, cell: string, { target, tenants, hookZip }: CellStackProps) {
    super(scope, cell, { target });
    const { environment } = target;
    const { tenantRegistry, tenantUsers } = tables(environment);
    const hook = new HookFunction(this, 'hook', {
      target,
      stack: cell,
      facts: tenantHook,
      zip: hookZip,
      environment: { TENANT_REGISTRY_TABLE: tenantRegistry, TENANT_USERS_TABLE: tenantUsers },
      tables: [tenantRegistry, tenantUsers],
    });
    hookAlarms(hook, target, cell);

    const shared = {
      target,
      cell,
      hook: hook.function,
      policies: storeContent('tenant'),
      protections: protections(environment),
    };
    for (const tenant of tenants) {
      // A tenant's id is the first word of its resources' addresses.
      if (this.node.tryFindChild(tenant.id))
        throw new Error(
          `tenant ${tenant.id}: this id is taken in stack ${this.node.id}; choose another id in its tenant file`,
        );
      new TenantResources(this, { ...shared, tenant });
    }
  }
}
