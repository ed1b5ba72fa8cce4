import type { Place } from './call';

/** Settings of one replica, set by UpdateTable and shown by DescribeTable. */
export interface ReplicaSettings {
  KMSMasterKeyId?: string;
  TableClassOverride?: string;
}

/** A table in several regions. Its items are in the home region, where it was created. */
export interface GlobalTable {
  home: string;
  /** Region → settings, without the home. */
  replicas: Map<string, ReplicaSettings>;
}

/** Which tables are global. In other regions, moto's copy holds only settings, no items. */
export class GlobalTables {
  private readonly tables = new Map<string, GlobalTable>();

  /** The global table with a copy here; undefined for an ordinary table. */
  find({ account, region }: Place, name: string): GlobalTable | undefined {
    const table = this.tables.get(`${account}/${name}`);
    return table && (table.home === region || table.replicas.has(region)) ? table : undefined;
  }

  /** Adds a replica; the first one makes the table global, with its home in `place`. */
  add({ account, region }: Place, name: string, replica: string, settings: ReplicaSettings): void {
    const key = `${account}/${name}`;
    const table = this.tables.get(key) ?? { home: region, replicas: new Map() };
    table.replicas.set(replica, settings);
    this.tables.set(key, table);
  }

  /** Removes a replica; without any left, the table is an ordinary one again. */
  remove(account: string, name: string, replica: string): void {
    const key = `${account}/${name}`;
    const table = this.tables.get(key);
    table?.replicas.delete(replica);
    if (table?.replicas.size === 0) this.tables.delete(key);
  }
}

/** Regions of a global table other than the given one, sorted. */
export const othersOf = (table: GlobalTable, region: string) =>
  [table.home, ...table.replicas.keys()].filter((other) => other !== region).sort();

/** The `Replicas` of DescribeTable in one region: all other regions. */
export const replicaDescriptions = (table: GlobalTable, region: string) =>
  othersOf(table, region).map((other) => {
    const { KMSMasterKeyId, TableClassOverride } = table.replicas.get(other) ?? {};
    return {
      RegionName: other,
      ReplicaStatus: 'ACTIVE',
      ...(KMSMasterKeyId && { KMSMasterKeyId }),
      ...(TableClassOverride && { ReplicaTableClassSummary: { TableClass: TableClassOverride } }),
    };
  });
