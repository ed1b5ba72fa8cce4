import { DynamodbTableItem } from '@cdktf/provider-aws/lib/dynamodb-table-item';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';

export interface RegistryItemProps {
  tableName: string;
  /** Names of the attributes that are the table's key. */
  hashKey: string;
  rangeKey?: string;
  attributes: Readonly<Record<string, string | number | readonly string[]>>;
  /** What must exist before the entry becomes visible. */
  ready: ITerraformDependable[];
}

const attributeValue = (value: string | number | readonly string[]) => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  return { L: value.map((S) => ({ S })) };
};

/**
 * An entry in a registry, at `<scope>_registry-item`. Functions discover resources through it, so it is created last,
 * after `ready`, and removed first.
 */
export const registryItem = (
  scope: Construct,
  { tableName, hashKey, rangeKey, attributes, ready }: RegistryItemProps,
): DynamodbTableItem =>
  new DynamodbTableItem(scope, 'registry-item', {
    tableName,
    hashKey,
    rangeKey,
    item: JSON.stringify(
      Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attributeValue(value)])),
    ),
    dependsOn: ready.length > 0 ? ready : undefined,
  });
