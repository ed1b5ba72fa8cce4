import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { DynamodbTableReplicaA } from '@cdktf/provider-aws/lib/dynamodb-table-replica';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { Protections } from '../protection';

export interface GlobalTableProps {
  name: string;
  /** Computed, like names: an ARN known only after apply would make Terraform replace the replicas it imports. */
  arn: string;
  /** Both keys are strings. */
  hashKey: string;
  rangeKey?: string;
  /** Regions, other than the stack's own, that hold a replica, each with its provider. */
  replicas: ReadonlyMap<string, TerraformProvider>;
  protections: Protections;
}

/**
 * A table that every region of the account reads and writes locally.
 * Each replica is a separate resource, since DynamoDB does not propagate deletion protection between replicas
 * ("Best practices for global tables", DynamoDB developer guide), and the table's `replica` block has no such argument
 * before version 6.9 of the provider: docs/decisions/0024-protected-replicas.md.
 */
export class GlobalTable extends Construct {
  /** Its replicas, by region. */
  readonly copies: ReadonlyMap<string, DynamodbTableReplicaA>;

  constructor(scope: Construct, id: string, props: GlobalTableProps) {
    super(scope, id);
    const { name, arn, hashKey, rangeKey, replicas, protections } = props;
    const { deletionProtection, pointInTimeRecovery, preventDestroy } = protections;
    const table = new DynamodbTable(this, 'table', {
      name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey,
      rangeKey,
      attribute: [hashKey, ...(rangeKey ? [rangeKey] : [])].map((key) => ({ name: key, type: 'S' })),
      // Replication uses the stream; a table without replicas needs none.
      ...(replicas.size > 0 && { streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' }),
      // The AWS-managed key: its use shows in CloudTrail, and each replica uses its own region's.
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: pointInTimeRecovery },
      deletionProtectionEnabled: deletionProtection,
      // The provider reads the replicas back into the table, which must not remove them.
      lifecycle: { preventDestroy, ignoreChanges: ['replica'] },
    });
    this.copies = new Map(
      [...replicas].map(([region, provider]) => [
        region,
        new DynamodbTableReplicaA(this, `replica-${region}`, {
          provider,
          globalTableArn: arn,
          pointInTimeRecovery,
          deletionProtectionEnabled: deletionProtection,
          lifecycle: { preventDestroy },
          dependsOn: [table],
        }),
      ]),
    );
  }
}
