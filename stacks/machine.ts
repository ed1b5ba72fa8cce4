import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { domainPrefix, hookName, machinePool, tables } from '../environments/names';
import type { Machine, Service } from '../environments/schema';
import { type BundledFunction, machineHook } from '../functions/catalogue';
import { flowRegistryItem } from './constructs/flow-registry-item';
import { noPasswords } from './constructs/no-passwords';
import { policyStore } from './constructs/policy-store';
import { poolDomain } from './constructs/pool-domain';
import { resourceServers } from './constructs/resource-servers';
import { ServiceClient } from './constructs/service-client';
import { TriggerFunction } from './constructs/trigger-function';
import { triggerPermission } from './constructs/trigger-permission';
import { userPool } from './constructs/user-pool';
import { FleetStack, type Target } from './fleet-stack';
import { readTables } from './permissions/function-role';
import { storeContent } from './policies/cedar';
import { storeContentWith } from './policies/overlays';
import type { PolicyFile } from './policies/source';
import { protections } from './protection';

export interface MachineStackProps {
  target: Target;
  /** The environment's `machine` part. */
  settings: Machine;
  /** Sorted by id. */
  services: readonly Service[];
  /** Own policies of services with their own store, in addition to their kind's, by service id. */
  overlays: ReadonlyMap<string, readonly PolicyFile[]>;
  /** Zip of the machine hook. */
  hookZip: BundledFunction;
}

/**
 * The machine flow in one target: services that sign in as themselves, with client credentials. They have a separate
 * pool, so that no user-facing client can ever request their scopes. A service is in every region of the
 * flow, with a client and a secret in each.
 */
export class MachineStack extends FleetStack {
  constructor(scope: Construct, { target, settings, services, overlays, hookZip }: MachineStackProps) {
    super(scope, 'machine', { target });
    const { environment } = target;
    const registry = tables(environment).services;
    const protection = protections(environment);
    const { function: hook } = new TriggerFunction(this, 'hook', {
      target,
      name: hookName(environment, 'machine'),
      facts: machineHook,
      zip: hookZip,
      environment: { SERVICES_TABLE: registry },
      rights: [readTables(target, registry)],
    });

    const machine = new Construct(this, 'machine');
    const pool = userPool(machine, {
      name: machinePool(environment),
      settings: { tier: settings.tier, ...noPasswords },
      protections: protection,
      hook: { arn: hook.arn, facts: machineHook },
      signUp: 'none',
      rememberDevices: false,
      attributes: [],
    });
    triggerPermission(machine, 'hook', pool, { owner: 'machine', functionName: hook.functionName });
    // No sign-in page is needed, but /oauth2/token needs a domain.
    poolDomain(machine, pool, domainPrefix(environment, 'machine'));

    const servers = resourceServers(machine, pool, settings.resourceServers);
    const clients: ServiceClient['client'][] = [];
    const sharing: typeof clients = [];
    for (const service of services) {
      // One after the other: Cognito refuses concurrent changes to two clients of one pool
      // (ConcurrentModificationException, terraform-provider-aws#19794).
      const after = [...servers.slice(-1), ...clients.slice(-1)];
      const { client } = new ServiceClient(machine, {
        environment,
        service,
        pool,
        accessMinutes: settings.accessMinutes,
        after,
        policies:
          service.policyStore === 'own'
            ? storeContentWith('service', overlays.get(service.id) ?? [])
            : undefined,
        protections: protection,
      });
      clients.push(client);
      // A client uses one store: its own, or the flow's.
      if (service.policyStore === 'shared') sharing.push(client);
    }
    const { store, entry, identitySource } = policyStore(machine, {
      description: machinePool(environment),
      content: storeContent('service'),
      pool,
      clients: sharing,
      principal: 'Service',
      protections: protection,
    });
    const clientIds = clients.map(({ id }) => id);
    const registered = { user_pool_id: pool.id, client_ids: clientIds, ...entry };
    flowRegistryItem(machine, target, 'machine', registered, [identitySource]);

    new TerraformOutput(this, 'user_pool_id', { value: pool.id });
    new TerraformOutput(this, 'policy_store_id', { value: store.id });
  }
}
