import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { DynamodbTableReplicaA } from '@cdktf/provider-aws/lib/dynamodb-table-replica';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { Protections } from '../protection';

export interface GlobalTableProps {
  name: string;
  /** Computed, as names are: one that is only known after an apply would make Terraform replace what it takes over. */
  arn: string;
  /** Both keys are strings. */
  hashKey: string;
  rangeKey?: string;
  /** Regions other than the stack's own that hold a copy, each with its provider. */
  replicas: ReadonlyMap<string, TerraformProvider>;
  protections: Protections;
}

/**
 * A table that every region of the account reads and writes locally.
 * Each copy is a resource of its own, since DynamoDB never carries deletion protection from one replica to another
 * ("Best practices for global tables", DynamoDB developer guide), and the table's `replica` block has no such argument
 * before version 6.9 of the provider: docs/decisions/0024-protected-replicas.md.
 */
export class GlobalTable extends Construct {
  /** Its copies, by region. */
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
      // Replication travels on the stream; a table without replicas needs none.
      ...(replicas.size > 0 && { streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' }),
      // The AWS-managed key: its use shows in CloudTrail, and each replica has its region's own.
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: pointInTimeRecovery },
      deletionProtectionEnabled: deletionProtection,
      // The provider reads the copies back into the table; they are not its to remove.
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
