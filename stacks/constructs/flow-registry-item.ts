import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { tables } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { registryItem } from './registry-item';

/** A registry item's attributes besides its key, as the authorizer reads them. */
export interface FlowEntry {
  user_pool_id: string;
  /** Clients whose tokens the flow's policy store accepts. */
  client_ids: readonly string[];
  /** The client that probes sign in with. */
  probe_client_id?: string;
  policy_store_id: string;
  /** Hash of the store's content, equal for equal content. */
  policy_content: string;
}

/** The flow's entry in its account's registry, without which no request of the flow is let in. */
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
