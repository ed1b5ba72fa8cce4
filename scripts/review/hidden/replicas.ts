import { blockAt, regionOf } from '../../adoption/wanted';
import type { PlannedResource } from '../planned';
import { type Block, named, nested } from './configured';
import type { HiddenInput } from './input';

type Input = Pick<HiddenInput, 'synthesized' | 'resources'> & { stack: { region: string } };

const replicaType = 'aws_dynamodb_table_replica';

/** `arn:aws:dynamodb:<region>:<account>:table/<name>` */
const regionOfArn = (arn: unknown): string | undefined =>
  typeof arn === 'string' ? arn.split(':')[3] || undefined : undefined;

const regionsIn = (blocks: readonly unknown[]): string[] =>
  blocks.flatMap((block) => {
    const region = (block as { region_name?: unknown }).region_name;
    return typeof region === 'string' ? [region] : [];
  });

/** Whether a replica's block belongs to this table, by ARN or reference. */
const isOf = (block: Block, table: PlannedResource): boolean =>
  block.global_table_arn === table.before?.arn || block.global_table_arn === `\${${table.address}.arn}`;

/** Regions in which configuration or state has a replica of the table. */
function knownRegions({ synthesized, resources, stack }: Input, table: PlannedResource): Set<string> {
  // A table being removed is no longer in the configuration.
  const gone = ['delete', 'forget'].includes(table.action);
  const own = gone ? {} : named(blockAt(synthesized, table.address), table.address);
  const where = { configuration: synthesized, region: stack.region };
  const configured = Object.values(synthesized.resource?.[replicaType] ?? {})
    .filter((block) => isOf(block, table))
    .map((block) => regionOf(where, block));
  const inState = resources
    .filter(({ type, before }) => type === replicaType && before?.global_table_arn === table.before?.arn)
    .flatMap(({ before }) => regionOfArn(before?.arn) ?? []);
  return new Set([...regionsIn(nested(own, 'replica', table.address)), ...configured, ...inState]);
}

/** A table's replicas that are in neither configuration nor state. */
export interface HandReplicas {
  table: PlannedResource;
  /** Sorted. */
  regions: string[];
}

/**
 * Table replicas created by hand. Terraform sees them but does not report them: the provider reads all replicas
 * into the table, whose `replica` is ignored, since our replicas are separate resources
 * (`stacks/constructs/global-table.ts`). So the plan's refresh has all the data, and no call to DynamoDB is needed.
 */
export function handReplicas(input: Input): HandReplicas[] {
  return input.resources.flatMap((table) => {
    const { type, section, before } = table;
    if (type !== 'aws_dynamodb_table' || section === 'drift' || !before) return [];
    const existing = regionsIn(Array.isArray(before.replica) ? before.replica : []);
    if (existing.length === 0) return [];
    const known = knownRegions(input, table);
    const regions = existing.filter((region) => !known.has(region)).sort();
    return regions.length > 0 ? [{ table, regions }] : [];
  });
}
