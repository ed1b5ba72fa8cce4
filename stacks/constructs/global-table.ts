import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { Protections } from '../protection';

export interface GlobalTableProps {
  name: string;
  /** Both keys are strings. */
  hashKey: string;
  rangeKey?: string;
  /** Regions other than the stack's own that hold a copy. */
  replicas: readonly string[];
  protections: Protections;
}

/** A table that every region of the account reads and writes locally. */
export class GlobalTable extends Construct {
  constructor(scope: Construct, id: string, props: GlobalTableProps) {
    super(scope, id);
    const { name, hashKey, rangeKey, replicas, protections } = props;
    const pointInTimeRecovery = protections.pointInTimeRecovery;
    new DynamodbTable(this, 'table', {
      name,
      billingMode: 'PAY_PER_REQUEST',
      hashKey,
      rangeKey,
      attribute: [hashKey, ...(rangeKey ? [rangeKey] : [])].map((key) => ({ name: key, type: 'S' })),
      // Replication travels on the stream; a table without replicas needs none.
      ...(replicas.length > 0 && { streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' }),
      // The AWS-managed key: its use shows in CloudTrail, and each replica has its region's own.
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: pointInTimeRecovery },
      deletionProtectionEnabled: protections.deletionProtection,
      replica: replicas.map((regionName) => ({ regionName, pointInTimeRecovery, propagateTags: true })),
      lifecycle: { preventDestroy: protections.preventDestroy },
    });
  }
}
