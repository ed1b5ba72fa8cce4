import type { Construct } from 'constructs';
import { tableArn, tables } from '../environments/names';
import { type Table, tablesOf } from '../environments/placement/tables';
import { takeOver } from './constructs/existing-replicas';
import { GlobalTable } from './constructs/global-table';
import { FleetStack, type Target } from './fleet-stack';
import { protections } from './protection';

/** Construct id and keys of each table. */
const shapes: Readonly<Record<Table, { id: string; hashKey: string; rangeKey?: string }>> = {
  flowRegistry: { id: 'flow-registry', hashKey: 'flow', rangeKey: 'region' },
  tenantRegistry: { id: 'tenant-registry', hashKey: 'tenant_id', rangeKey: 'region' },
  tenantUsers: { id: 'tenant-users', hashKey: 'user_id' },
  internalUsers: { id: 'internal-users', hashKey: 'okta_user' },
  services: { id: 'services', hashKey: 'client_id' },
};

/**
 * Tables that the account's flows read at sign-in, and its edge at each request: written in the home region, which is
 * the target's, and replicated to the other regions that read them.
 */
export class DataStack extends FleetStack {
  constructor(scope: Construct, { target }: { target: Target }) {
    super(scope, 'data', { target });
    const { environment, account, region: home } = target;
    const names = tables(environment);
    const placed = tablesOf(environment, account);
    const elsewhere = environment.regions.filter(
      (region) => region !== home && [...placed.values()].some((regions) => regions.includes(region)),
    );
    const providers = new Map(elsewhere.map((region) => [region, this.providerIn(region)]));
    const made = [...placed].map(([table, regions]) => {
      const { id, ...keys } = shapes[table];
      const { copies } = new GlobalTable(this, id, {
        ...keys,
        name: names[table],
        arn: tableArn(environment, account, home, names[table]),
        replicas: new Map([...providers].filter(([region]) => regions.includes(region))),
        protections: protections(environment),
      });
      return { name: names[table], copies };
    });

    const imports = [...providers].flatMap(([region, provider]) => {
      const copies = made.flatMap(({ name, copies }) => {
        const copy = copies.get(region);
        return copy ? [[name, copy] as const] : [];
      });
      return takeOver(this, region, { provider, home, copies: new Map(copies) });
    });
    if (imports.length > 0) this.addOverride('import', imports);
  }
}
