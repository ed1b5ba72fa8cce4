import { DataAwsDynamodbTables } from '@cdktf/provider-aws/lib/data-aws-dynamodb-tables';
import type { TerraformElement, TerraformProvider, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface ReplicaRegion {
  /** The region's. */
  provider: TerraformProvider;
  /** Region of the tables themselves. */
  home: string;
  /** Copies in this region, by their tables' name. */
  copies: ReadonlyMap<string, TerraformResource>;
}

const address = (type: string, element: TerraformElement) => `${type}.${element.friendlyUniqueId}`;

/**
 * `import` blocks for the copies of one region. A copy that stands there already is taken over, where making it would
 * fail: it came with an earlier version of this stack, or from an apply that was killed. One that doesn't stand is
 * made, and one that the state knows is left alone. So Terraform has to look first, at names alone; before anything
 * was ever applied it finds none.
 */
export function takeOver(
  scope: Construct,
  region: string,
  { provider, home, copies }: ReplicaRegion,
): object[] {
  const tables = new DataAwsDynamodbTables(scope, `standing-${region}`, { provider });
  // In a region without any table, the provider answers null.
  const names = `coalesce(data.${address(tables.terraformResourceType, tables)}.names, [])`;
  return [...copies].map(([table, replica]) => ({
    for_each: `\${toset([for name in ${names} : name if name == "${table}"])}`,
    to: address(replica.terraformResourceType, replica),
    id: `\${each.key}:${home}`,
  }));
}
