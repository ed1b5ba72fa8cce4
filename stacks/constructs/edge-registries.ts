import { tables } from '../../environments/names';
import { type Table, tablesOf } from '../../environments/placement/tables';
import type { Target } from '../fleet-stack';

const variables = {
  flowRegistry: 'FLOW_REGISTRY_TABLE',
  tenantRegistry: 'TENANT_REGISTRY_TABLE',
  services: 'SERVICES_TABLE',
} as const satisfies Partial<Record<Table, string>>;

type Variable = (typeof variables)[keyof typeof variables];

/** The registries from which the edge's functions know pools, clients and policy stores. */
export interface Registries {
  /** Names of those that exist in the account. */
  tables: string[];
  /** Lambda variables; an empty string if the account has no such registry, which no route then needs. */
  variables: Record<Variable, string>;
}

export function registriesOf({ environment, account }: Pick<Target, 'environment' | 'account'>): Registries {
  const placed = tablesOf(environment, account);
  const names = tables(environment);
  const named = (Object.keys(variables) as (keyof typeof variables)[]).map(
    (table) => [variables[table], placed.has(table) ? names[table] : ''] as const,
  );
  return {
    tables: named.map(([, name]) => name).filter((name) => name !== ''),
    variables: Object.fromEntries(named) as Record<Variable, string>,
  };
}
