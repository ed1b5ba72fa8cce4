import { customerPool, internalPool, machinePool, tenantPool } from '../../environments/names';
import { inRolloutRegions, type PlacedStack, placementOf } from '../../environments/placement';
import type { LoadedEnvironment } from '../../environments/schema';

/** Flows with human users. */
export type UserFlow = 'customer' | 'internal' | 'tenant';

/** A user pool according to the environment's files, whether or not it is rolled out yet. */
export interface PoolLocation {
  /** Name of the environment. */
  environment: string;
  flow: UserFlow | 'machine';
  /** Owner of the pool; only in the flow `tenant`. */
  tenant?: string;
  account: string;
  accountId: string;
  region: string;
  /** The pool's name; Cognito generates its id. */
  pool: string;
}

const poolNames = { customer: customerPool, internal: internalPool, machine: machinePool } as const;

/** Every user pool of an environment: flow by flow, then tenant by tenant, regions in roll-out order. */
export function poolsOf(loaded: Pick<LoadedEnvironment, 'environment' | 'tenants'>): PoolLocation[] {
  const { environment, tenants } = loaded;
  const stacks = inRolloutRegions(placementOf(loaded), environment);
  const at = ({ account, accountId, region }: PlacedStack, flow: PoolLocation['flow'], pool: string) => ({
    environment: environment.name,
    flow,
    account,
    accountId,
    region,
    pool,
  });
  const shared = (['customer', 'internal', 'machine'] as const).flatMap((flow) =>
    stacks.filter(({ kind }) => kind === flow).map((stack) => at(stack, flow, poolNames[flow](environment))),
  );
  const own = tenants.flatMap(({ id: tenant }) =>
    stacks
      .filter((stack) => stack.tenants.includes(tenant))
      .map((stack) => ({ ...at(stack, 'tenant', tenantPool(environment, tenant)), tenant })),
  );
  return [...shared, ...own];
}
