import { DataAwsDynamodbTables } from '@cdktf/provider-aws/lib/data-aws-dynamodb-tables';
import type { TerraformElement, TerraformProvider, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface ReplicaRegion {
  /** The region's provider. */
  provider: TerraformProvider;
  /** Region of the tables themselves. */
  home: string;
  /** Replicas in this region, by table name. */
  copies: ReadonlyMap<string, TerraformResource>;
}

const address = (type: string, element: TerraformElement) => `${type}.${element.friendlyUniqueId}`;

/**
 * `import` blocks for the replicas of one region. An existing replica, from an earlier version of this stack or from an
 * apply that was killed, is imported, since creating it would fail. A missing one is created, and one already in
 * the state is left alone. So Terraform has to list the tables first, by name only; before the first apply it
 * finds none.
 */
export function takeOver(
  scope: Construct,
  region: string,
  { provider, home, copies }: ReplicaRegion,
): object[] {
  const tables = new DataAwsDynamodbTables(scope, `standing-${region}`, { provider });
  // In a region without tables, the provider returns null.
  const names = `coalesce(data.${address(tables.terraformResourceType, tables)}.names, [])`;
  return [...copies].map(([table, replica]) => ({
    for_each: `\${toset([for name in ${names} : name if name == "${table}"])}`,
    to: address(replica.terraformResourceType, replica),
    id: `\${each.key}:${home}`,
  }));
}
