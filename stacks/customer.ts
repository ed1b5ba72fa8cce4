import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { customerPool, domainPrefix } from '../environments/names';
import { type BundledFunction, customerHook } from '../functions/catalogue';
import { appClients } from './constructs/app-clients';
import { customerHookFunction, linkingRights, preSignUpFunction } from './constructs/customer-functions';
import { emailSender } from './constructs/email-sender';
import { flowRegistryItem } from './constructs/flow-registry-item';
import { groups } from './constructs/groups';
import { groupMapping, IdentityPool } from './constructs/identity-pool';
import { policyStore } from './constructs/policy-store';
import { poolDomain } from './constructs/pool-domain';
import { poolProviderManager } from './constructs/provider-manager';
import { SmsSender } from './constructs/sms-sender';
import { socialProviders } from './constructs/social-providers';
import { triggerPermission } from './constructs/trigger-permission';
import { userPool } from './constructs/user-pool';
import { FleetStack, type Target } from './fleet-stack';
import { storeContent } from './policies/cedar';
import { protections } from './protection';

export interface CustomerStackProps {
  target: Target;
  /** Zip of the customer hook. */
  hookZip: BundledFunction;
  /** Zip of the pre-sign-up function, deployed if the environment links federated users. */
  preSignUpZip: BundledFunction;
  /** Zip of the function that manages social providers, deployed if there are any. */
  providerZip: BundledFunction;
}

/** Groups that the customer policies name. */
const customerGroups = ['premium'];

/** The customer flow in one target: its pool, clients, providers, domain, functions and policy store. */
export class CustomerStack extends FleetStack {
  constructor(scope: Construct, { target, hookZip, preSignUpZip, providerZip }: CustomerStackProps) {
    super(scope, 'customer', { target });
    const { environment } = target;
    const { tokens, callbackUrls, logoutUrls, mfa, mfaMethods, identityPool, passkeys } =
      environment.customer;
    const protection = protections(environment);
    const { function: hook } = customerHookFunction(this, target, hookZip);
    const linking = environment.customer.linkFederatedUsers
      ? preSignUpFunction(this, target, preSignUpZip)
      : undefined;

    const customer = new Construct(this, 'customer');
    const bySms = mfa !== 'OFF' && mfaMethods.includes('sms');
    const sms = bySms
      ? new SmsSender(customer, 'sms', { target, externalId: customerPool(environment) })
      : undefined;
    const pool = userPool(customer, {
      name: customerPool(environment),
      settings: environment.customer,
      protections: protection,
      hook: { arn: hook.arn, facts: customerHook },
      triggers: linking && { preSignUp: linking.function.arn },
      signUp: 'self',
      email: emailSender(target),
      rememberDevices: true,
      factors: { authenticator: mfaMethods.includes('authenticator'), sms },
      passkeys,
      attributes: [],
    });
    triggerPermission(customer, 'hook', pool, { owner: 'customer', functionName: hook.functionName });
    if (linking) {
      const { functionName } = linking.function;
      triggerPermission(customer, 'pre-sign-up', pool, { owner: 'customer', functionName });
      linkingRights(customer, linking, pool);
    }
    const wanted = environment.customer.socialProviders ?? {};
    const manager =
      Object.keys(wanted).length > 0 ? poolProviderManager(this, customer, pool, providerZip) : undefined;
    const social = socialProviders(customer, pool, wanted, manager);
    const clients = appClients(customer, {
      pool,
      tokens,
      callbackUrls,
      logoutUrls,
      // Users who get codes by text must be able to set their number.
      readable: bySms ? ['phone_number', 'phone_number_verified'] : [],
      writable: bySms ? ['phone_number'] : [],
      chooseFactor: passkeys !== undefined,
      federation: { ...social, passwords: true },
    });
    poolDomain(customer, pool, domainPrefix(environment, 'customer'));
    const identity =
      identityPool &&
      new IdentityPool(customer, 'identity', {
        target,
        flow: 'customer',
        settings: identityPool,
        pool,
        clients: [clients.web],
        mapping: groupMapping,
        protections: protection,
      });
    const named = identityPool?.roles.map(({ group }) => group) ?? [];
    groups(customer, pool, [...new Set([...customerGroups, ...named])], identity?.roles);
    const { store, entry, identitySource } = policyStore(customer, {
      description: customerPool(environment),
      content: storeContent('customer'),
      pool,
      clients: [clients.web, clients.probe],
      protections: protection,
    });
    const clientIds = [clients.web.id, clients.probe.id];
    const registered = {
      user_pool_id: pool.id,
      client_ids: clientIds,
      probe_client_id: clients.probe.id,
      ...entry,
    };
    flowRegistryItem(customer, target, 'customer', registered, [identitySource]);

    new TerraformOutput(this, 'user_pool_id', { value: pool.id });
    new TerraformOutput(this, 'web_client_id', { value: clients.web.id });
    new TerraformOutput(this, 'probe_client_id', { value: clients.probe.id });
    new TerraformOutput(this, 'policy_store_id', { value: store.id });
  }
}
