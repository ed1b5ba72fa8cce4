import type { Construct } from 'constructs';
import { hookName, tables, triggerName } from '../environments/names';
import type { Tenant } from '../environments/schema';
import { type BundledFunction, tenantHook, tenantPostConfirmation } from '../functions/catalogue';
import { cellProviderManager } from './constructs/provider-manager';
import { TenantResources } from './constructs/tenant';
import { TriggerFunction } from './constructs/trigger-function';
import { FleetStack, type Target } from './fleet-stack';
import { addItems, readTables } from './permissions/function-role';
import { storeContentWith } from './policies/overlays';
import type { PolicyFile } from './policies/source';
import { protections } from './protection';

export interface CellStackProps {
  target: Target;
  /** Tenants whose file places them in this cell in the target's region. */
  tenants: readonly Tenant[];
  /** Tenants' own policies in addition to their kind's, by tenant id. */
  overlays: ReadonlyMap<string, readonly PolicyFile[]>;
  /** Zip of the tenant hook. */
  hookZip: BundledFunction;
  /** Zip of the post-confirmation function. */
  postConfirmationZip: BundledFunction;
  /** Zip of the function that manages providers with a secret, deployed if a tenant has one. */
  providerZip: BundledFunction;
}

/** A bounded group of tenants in one target, and the functions that all their pools share. */
export class CellStack extends FleetStack {
  /** `cell` is the cell's name, such as `cell-01`. */
  constructor(scope: Construct, cell: string, props: CellStackProps) {
    const { target, tenants, overlays, hookZip, postConfirmationZip, providerZip } = props;
    super(scope, cell, { target });
    const { environment } = target;
    const { tenantRegistry, tenantUsers } = tables(environment);
    const variables = { TENANT_REGISTRY_TABLE: tenantRegistry, TENANT_USERS_TABLE: tenantUsers };
    const hook = new TriggerFunction(this, 'hook', {
      target,
      name: hookName(environment, cell),
      facts: tenantHook,
      zip: hookZip,
      environment: variables,
      rights: [readTables(target, tenantRegistry, tenantUsers)],
    });
    const postConfirmation = new TriggerFunction(this, 'post-confirmation', {
      target,
      name: triggerName(environment, cell, 'post-confirmation'),
      facts: tenantPostConfirmation,
      zip: postConfirmationZip,
      environment: variables,
      rights: [readTables(target, tenantRegistry), addItems(target, tenantUsers)],
    });

    const manager = tenants.some(({ identityProvider }) => identityProvider?.type === 'oidc')
      ? cellProviderManager(this, providerZip)
      : undefined;

    const shared = {
      target,
      cell,
      hook: hook.function,
      postConfirmation: postConfirmation.function,
      manager,
      protections: protections(environment),
    };
    for (const tenant of tenants) {
      // A tenant's id prefixes its resources' addresses.
      if (this.node.tryFindChild(tenant.id))
        throw new Error(
          `tenant ${tenant.id}: this id is taken in stack ${this.node.id}; choose another id in its tenant file`,
        );
      const policies = storeContentWith('tenant', overlays.get(tenant.id) ?? []);
      new TenantResources(this, { ...shared, tenant, policies });
    }
  }
}
