import { LambdaAlias } from '@cdktf/provider-aws/lib/lambda-alias';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import { domainPrefix, tenantPool } from '../../environments/names';
import type { Tenant } from '../../environments/schema';
import { tenantHook } from '../../functions/catalogue';
import type { Target } from '../fleet-stack';
import type { StoreContent } from '../policies/cedar';
import type { Protections } from '../protection';
import { appClients } from './app-clients';
import { groups } from './groups';
import { hookPermission } from './hook-permission';
import { policyStore } from './policy-store';
import { poolDomain } from './pool-domain';
import { tenantRegistryItem } from './tenant-registry-item';
import { userPool } from './user-pool';

export interface TenantResourcesProps {
  target: Target;
  cell: string;
  tenant: Tenant;
  hook: LambdaFunction;
  policies: StoreContent;
  protections: Protections;
}

/**
 * Set once by whoever creates the user, and never again: not by the user, not by a client, not by an
 * administrator. The hook compares it with the user's mapping and with the registry.
 */
const tenantIdAttribute = {
  name: 'tenant_id',
  attributeDataType: 'String',
  mutable: false,
  developerOnlyAttribute: false,
  // Cognito knows no required custom attributes; the hook refuses a user who has none.
  required: false,
  // Longer than today's ids, because Cognito can never change it.
  stringAttributeConstraints: { minLength: '1', maxLength: '64' },
};

/** One tenant in one region of its cell. It shares nothing with another tenant but the hook's code. */
export class TenantResources extends Construct {
  constructor(scope: Construct, props: TenantResourcesProps) {
    const { target, cell, tenant, hook, policies, protections } = props;
    super(scope, tenant.id);
    const { environment } = target;
    const tags = { tenant: tenant.id };

    // An alias a tenant, because each alias has a resource policy of its own: a function's policy ends at
    // 20 kB, about 60 pools. It also gives each tenant its own metrics.
    const alias = new LambdaAlias(this, 'hook', {
      name: tenant.id,
      functionName: hook.functionName,
      functionVersion: '$LATEST',
    });
    const pool = userPool(this, {
      name: tenantPool(environment, tenant.id),
      settings: environment.tenants,
      protections,
      hook: { arn: alias.arn, facts: tenantHook },
      signUp: 'invitation',
      rememberDevices: false,
      attributes: [tenantIdAttribute],
      tags,
    });
    const permission = hookPermission(this, pool, {
      owner: tenant.id,
      functionName: hook.functionName,
      qualifier: alias.name,
    });
    const clients = appClients(this, {
      pool,
      tokens: environment.tenants.tokens,
      callbackUrls: tenant.callbackUrls,
      logoutUrls: tenant.logoutUrls,
      readable: ['custom:tenant_id'],
    });
    poolDomain(this, pool, domainPrefix(environment, tenant.id));
    groups(this, pool, tenant.groups);
    const { store, identitySource } = policyStore(this, {
      description: tenantPool(environment, tenant.id),
      content: policies,
      pool,
      clients: [clients.web, clients.probe],
      protections,
      tags,
    });
    tenantRegistryItem(
      this,
      target,
      tenant.id,
      {
        status: tenant.status,
        cell,
        user_pool_id: pool.id,
        web_client_id: clients.web.id,
        probe_client_id: clients.probe.id,
        policy_store_id: store.id,
      },
      [permission, identitySource],
    );
  }
}
