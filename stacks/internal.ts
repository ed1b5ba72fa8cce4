import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { domainPrefix, groupsAttribute, hookName, internalPool, tables } from '../environments/names';
import type { Internal } from '../environments/schema';
import { type BundledFunction, internalHook } from '../functions/catalogue';
import { webClient } from './constructs/app-clients';
import { flowRegistryItem } from './constructs/flow-registry-item';
import { IdentityPool, staffMapping } from './constructs/identity-pool';
import { noPasswords } from './constructs/no-passwords';
import { oktaProviders } from './constructs/okta-providers';
import { policyStore } from './constructs/policy-store';
import { poolDomain } from './constructs/pool-domain';
import { poolProviderManager } from './constructs/provider-manager';
import { TriggerFunction } from './constructs/trigger-function';
import { triggerPermission } from './constructs/trigger-permission';
import { userPool } from './constructs/user-pool';
import { FleetStack, type Target } from './fleet-stack';
import { readTables } from './permissions/function-role';
import { storeContent } from './policies/cedar';
import { protections } from './protection';

export interface InternalStackProps {
  target: Target;
  /** The environment's `internal` part. */
  settings: Internal;
  /** Zip of the internal hook. */
  hookZip: BundledFunction;
  /** Zip of the function that manages Okta's OpenID Connect provider, deployed if there is one. */
  providerZip: BundledFunction;
}

/**
 * The internal flow in one target: staff who sign in at Okta, with OpenID Connect, SAML or both. There is no
 * probe client, since nobody here has a password to sign in with.
 */
export class InternalStack extends FleetStack {
  constructor(scope: Construct, { target, settings, hookZip, providerZip }: InternalStackProps) {
    super(scope, 'internal', { target });
    const { environment } = target;
    const { tier, tokens, callbackUrls, logoutUrls, okta, identityPool } = settings;
    const { internalUsers } = tables(environment);
    const protection = protections(environment);
    const mapped = Object.keys(okta.attributes).sort();
    const { function: hook } = new TriggerFunction(this, 'hook', {
      target,
      name: hookName(environment, 'internal'),
      facts: internalHook,
      zip: hookZip,
      environment: { INTERNAL_USERS_TABLE: internalUsers },
      rights: [readTables(target, internalUsers)],
    });

    const internal = new Construct(this, 'internal');
    const pool = userPool(internal, {
      name: internalPool(environment),
      settings: { tier, ...noPasswords },
      protections: protection,
      hook: { arn: hook.arn, facts: internalHook },
      signUp: 'federation',
      rememberDevices: false,
      attributes: mapped.filter((name) => name.startsWith('custom:')).map(customAttribute),
    });
    triggerPermission(internal, 'hook', pool, { owner: 'internal', functionName: hook.functionName });
    const manager = okta.oidc && poolProviderManager(this, internal, pool, providerZip);
    const web = webClient(internal, {
      pool,
      tokens,
      callbackUrls,
      logoutUrls,
      readable: [],
      federation: {
        providers: oktaProviders(internal, pool, okta, manager, target.samlDocuments),
        mapped,
        passwords: false,
      },
    });
    poolDomain(internal, pool, domainPrefix(environment, 'internal'));
    const { store, entry, identitySource } = policyStore(internal, {
      description: internalPool(environment),
      content: storeContent('internal'),
      pool,
      clients: [web],
      protections: protection,
    });
    const registered = { user_pool_id: pool.id, client_ids: [web.id], ...entry };
    flowRegistryItem(internal, target, 'internal', registered, [identitySource]);
    if (identityPool) {
      if (!mapped.includes(groupsAttribute))
        throw new Error(
          `environment ${environment.name}: internal.identityPool gives roles by group, but internal.okta.attributes ` +
            `maps no "${groupsAttribute}"; map it to Okta's groups claim`,
        );
      new IdentityPool(internal, 'identity', {
        target,
        flow: 'internal',
        settings: identityPool,
        pool,
        clients: [web],
        mapping: staffMapping,
        protections: protection,
      });
    }

    new TerraformOutput(this, 'user_pool_id', { value: pool.id });
    new TerraformOutput(this, 'web_client_id', { value: web.id });
    new TerraformOutput(this, 'policy_store_id', { value: store.id });
  }
}

/** An attribute from Okta, updated at every sign-in: it must be mutable, or the second sign-in fails. */
const customAttribute = (name: string) => ({
  name: name.replace(/^custom:/, ''),
  attributeDataType: 'String',
  mutable: true,
  developerOnlyAttribute: false,
  required: false,
  stringAttributeConstraints: { minLength: '0', maxLength: '2048' },
});
