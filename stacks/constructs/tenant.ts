import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';
import { domainPrefix, tenantPool } from '../../environments/names';
import type { Tenant } from '../../environments/schema';
import { tenantHook } from '../../functions/catalogue';
import type { Target } from '../fleet-stack';
import type { StoreContent } from '../policies/cedar';
import type { Protections } from '../protection';
import { appClients, type Federation } from './app-clients';
import { branding } from './branding';
import { customDomain } from './custom-domain';
import { emailSender } from './email-sender';
import { groups } from './groups';
import { policyStore } from './policy-store';
import { poolDomain } from './pool-domain';
import type { ProviderManager } from './provider-manager';
import { tenantProvider } from './tenant-provider';
import { tenantRegistryItem } from './tenant-registry-item';
import { tenantTrigger } from './tenant-trigger';
import { triggerPermission } from './trigger-permission';
import { userPool } from './user-pool';

export interface TenantResourcesProps {
  target: Target;
  cell: string;
  tenant: Tenant;
  hook: LambdaFunction;
  postConfirmation: LambdaFunction;
  /** Set if a tenant of the cell has a provider with a secret. */
  manager: ProviderManager | undefined;
  policies: StoreContent;
  protections: Protections;
}

/**
 * Set once, when the user is created, and never again: not by the user, a client or an administrator.
 * The hook compares it with the user's mapping and with the registry.
 */
const tenantIdAttribute = {
  name: 'tenant_id',
  attributeDataType: 'String',
  mutable: false,
  developerOnlyAttribute: false,
  // Cognito has no required custom attributes; the hook refuses a native user without it.
  required: false,
  // Longer than today's ids, because Cognito cannot change the limit later.
  stringAttributeConstraints: { minLength: '1', maxLength: '64' },
};

/**
 * The tenant's own provider, if it has one. Its users then sign in only there: a password here
 * would outlive their departure, and bypass the second factor that their organisation requires. Only a
 * tenant with open sign-up keeps passwords as well. The probe's client signs in through IAM instead.
 */
function federationOf(
  scope: Construct,
  pool: CognitoUserPool,
  tenant: Tenant,
  manager: ProviderManager | undefined,
  documents: Target['samlDocuments'],
): Federation | undefined {
  const { identityProvider, selfSignUp = false } = tenant;
  if (!identityProvider) return undefined;
  return {
    providers: [tenantProvider(scope, pool, identityProvider, manager, documents)],
    mapped: Object.keys(identityProvider.attributes),
    passwords: selfSignUp,
  };
}

/** One tenant in one region of its cell. Tenants share nothing but the functions' code. */
export class TenantResources extends Construct {
  constructor(scope: Construct, props: TenantResourcesProps) {
    const { target, cell, tenant, hook, postConfirmation, manager, policies, protections } = props;
    super(scope, tenant.id);
    const { environment } = target;
    const { tenants } = environment;
    const tags = { tenant: tenant.id };

    const hookAlias = tenantTrigger(this, 'hook', hook, tenant.id);
    const confirmationAlias = tenantTrigger(this, 'post-confirmation', postConfirmation, tenant.id);
    const pool = userPool(this, {
      name: tenantPool(environment, tenant.id),
      settings: { ...tenants, mfa: tenant.mfa ?? tenants.mfa },
      protections,
      hook: { arn: hookAlias.arn, facts: tenantHook },
      triggers: { postConfirmation: confirmationAlias.arn },
      signUp: tenant.selfSignUp ? 'self' : 'invitation',
      email: emailSender(target),
      rememberDevices: false,
      attributes: [tenantIdAttribute],
      tags,
    });
    const called = (alias: typeof hookAlias, { functionName }: LambdaFunction) => ({
      owner: tenant.id,
      functionName,
      qualifier: alias.name,
    });
    const permission = triggerPermission(this, 'hook', pool, called(hookAlias, hook));
    triggerPermission(this, 'post-confirmation', pool, called(confirmationAlias, postConfirmation));
    const clients = appClients(this, {
      pool,
      tokens: tenant.tokens ?? tenants.tokens,
      callbackUrls: tenant.callbackUrls,
      logoutUrls: tenant.logoutUrls,
      readable: ['custom:tenant_id'],
      // A new user states the tenant once, at sign-up; the hook and the mapping admit only this one.
      writable: tenant.selfSignUp ? ['custom:tenant_id'] : [],
      federation: federationOf(this, pool, tenant, manager, target.samlDocuments),
      server: tenant.serverClient ?? false,
    });
    const domain = poolDomain(this, pool, domainPrefix(environment, tenant.id));
    if (tenant.branding) branding(this, pool, domain, tenant.branding);
    if (tenant.customDomain) customDomain(this, pool, domain, tenant.customDomain);
    groups(this, pool, tenant.groups);
    const { entry, identitySource } = policyStore(this, {
      description: tenantPool(environment, tenant.id),
      content: policies,
      pool,
      clients: [clients.web, clients.probe, ...(clients.server ? [clients.server] : [])],
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
        ...(clients.server && { server_client_id: clients.server.id }),
        ...entry,
      },
      [permission, identitySource],
    );
  }
}
