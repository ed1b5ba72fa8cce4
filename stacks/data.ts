import type { Construct } from 'constructs';
import { tables } from '../environments/names';
import { GlobalTable } from './constructs/global-table';
import { FleetStack, type Target } from './fleet-stack';
import { protections } from './protection';

export interface DataStackProps {
  target: Target;
  /** The account's regions other than the target's. */
  replicas: readonly string[];
}

/** Tables that the flows read at sign-in, written in the home region and copied to the account's others. */
export class DataStack extends FleetStack {
  constructor(scope: Construct, { target, replicas }: DataStackProps) {
    super(scope, 'data', { target });
    const names = tables(target.environment);
    const shared = { replicas, protections: protections(target.environment) };
    new GlobalTable(this, 'tenant-registry', {
      ...shared,
      name: names.tenantRegistry,
      hashKey: 'tenant_id',
      rangeKey: 'region',
    });
    new GlobalTable(this, 'tenant-users', { ...shared, name: names.tenantUsers, hashKey: 'user_id' });
  }
}
