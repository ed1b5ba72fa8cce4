import { accountId, customerPool, internalPool, machinePool, tenantPool } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';

/** Flows in which people sign in. */
export type UserFlow = 'customer' | 'internal' | 'tenant';

/** A user pool as the environment's files have it, whether it is rolled out yet or not. */
export interface PoolPlace {
  /** Name of the environment. */
  environment: string;
  flow: UserFlow | 'machine';
  /** Whose pool it is, in the flow `tenant`. */
  tenant?: string;
  account: string;
  accountId: string;
  region: string;
  /** The pool's name; its id is made up by Cognito. */
  pool: string;
}

/** Every user pool of an environment: flow by flow, then tenant by tenant, regions in roll-out order. */
export function poolsOf({ environment, tenants }: LoadedEnvironment): PoolPlace[] {
  const names = { customer: customerPool, internal: internalPool, machine: machinePool };
  const shared = (['customer', 'internal', 'machine'] as const).flatMap((flow) =>
    Object.entries(environment.accounts)
      .filter(([, { flows }]) => flows.includes(flow))
      .flatMap(([account, { id }]) =>
        environment.regions.map((region) => ({
          environment: environment.name,
          flow,
          account,
          accountId: id,
          region,
          pool: names[flow](environment),
        })),
      ),
  );
  const own = tenants.flatMap(({ id: tenant, cells }) =>
    environment.regions.flatMap((region): PoolPlace[] => {
      const account = environment.cells[cells[region] ?? '']?.account;
      if (!account) return [];
      return [
        {
          environment: environment.name,
          flow: 'tenant',
          tenant,
          account,
          accountId: accountId(environment, account),
          region,
          pool: tenantPool(environment, tenant),
        },
      ];
    }),
  );
  return [...shared, ...own];
}
