import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { tables } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { registryItem } from './registry-item';

/** Attributes of a registry item beside its key, as the authorizer reads them. */
export interface FlowEntry {
  user_pool_id: string;
  /** Clients whose tokens the flow's policy store takes. */
  client_ids: readonly string[];
  /** The one of them that probes sign in with. */
  probe_client_id?: string;
  policy_store_id: string;
  /** Hash of what the store holds, the same wherever that is the same. */
  policy_content: string;
}

/** The flow's line in the registry of its account, without which no request of the flow is let in. */
export const flowRegistryItem = (
  scope: Construct,
  { environment, region }: Target,
  flow: 'customer' | 'internal' | 'machine',
  entry: FlowEntry,
  ready: ITerraformDependable[],
) =>
  registryItem(scope, {
    tableName: tables(environment).flowRegistry,
    hashKey: 'flow',
    rangeKey: 'region',
    attributes: { flow, region, ...entry },
    ready,
  });
