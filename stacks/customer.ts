import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { customerPool, domainPrefix } from '../environments/names';
import { type BundledFunction, customerHook } from '../functions/catalogue';
import { appClients } from './constructs/app-clients';
import { groups } from './constructs/groups';
import { hookAlarms } from './constructs/hook-alarms';
import { HookFunction } from './constructs/hook-function';
import { hookPermission } from './constructs/hook-permission';
import { policyStore } from './constructs/policy-store';
import { poolDomain } from './constructs/pool-domain';
import { userPool } from './constructs/user-pool';
import { FleetStack, type Target } from './fleet-stack';
import { storeContent } from './policies/cedar';
import { protections } from './protection';

export interface CustomerStackProps {
  target: Target;
  /** Zip of the customer hook. */
  hookZip: BundledFunction;
}

/** Groups that the customer policies name. */
const customerGroups = ['premium'];

/** The customer flow in one target: its pool, clients, domain, hook and policy store. */
export class CustomerStack extends FleetStack {
  constructor(scope: Construct, { target, hookZip }: CustomerStackProps) {
    super(scope, 'customer', { target });
    const { environment } = target;
    const { tokens, callbackUrls, logoutUrls } = environment.customer;
    const protection = protections(environment);
    const hook = new HookFunction(this, 'hook', {
      target,
      stack: 'customer',
      facts: customerHook,
      zip: hookZip,
      environment: {},
      tables: [],
    });
    hookAlarms(hook, target, 'customer');

    const customer = new Construct(this, 'customer');
    const pool = userPool(customer, {
      name: customerPool(environment),
      settings: environment.customer,
      protections: protection,
      hook: { arn: hook.function.arn, facts: customerHook },
      signUp: 'self',
      rememberDevices: true,
      attributes: [],
    });
    hookPermission(customer, pool, { owner: 'customer', functionName: hook.function.functionName });
    const clients = appClients(customer, { pool, tokens, callbackUrls, logoutUrls, readable: [] });
    poolDomain(customer, pool, domainPrefix(environment, 'customer'));
    groups(customer, pool, customerGroups);
    const { store } = policyStore(customer, {
      description: customerPool(environment),
      content: storeContent('customer'),
      pool,
      clients: [clients.web, clients.probe],
      protections: protection,
    });

    new TerraformOutput(this, 'user_pool_id', { value: pool.id });
    new TerraformOutput(this, 'web_client_id', { value: clients.web.id });
    new TerraformOutput(this, 'probe_client_id', { value: clients.probe.id });
    new TerraformOutput(this, 'policy_store_id', { value: store.id });
  }
}
