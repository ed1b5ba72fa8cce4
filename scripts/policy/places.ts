import { accountId, stackId } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StoreKind } from '../../stacks/policies/cedar';
import type { InStack } from '../selection/selection';
import type { StoreTexts } from './stores';

/** A policy store as the environment's files have it, whether it is rolled out yet or not. */
export interface StorePlace extends InStack {
  /** Name of the environment. */
  environment: string;
  flow: 'customer' | 'internal' | 'machine' | 'tenant';
  kind: StoreKind;
  /** Whose store it is alone: of this tenant or service. */
  owner?: string;
}

/** A store in words, without its place: `customer`, `tenant acme`, `service billing`. */
export const storeName = ({ kind, owner }: Pick<StorePlace, 'kind' | 'owner'>) =>
  owner ? `${kind} ${owner}` : kind;

/** A store with its place, in words. */
export const placeName = (place: StorePlace) => `${place.account} ${place.region} ${storeName(place)}`;

/** Every policy store of an environment: flow by flow, services, then tenant by tenant, regions in roll-out order. */
export function storePlaces({ environment, tenants, services }: LoadedEnvironment): StorePlace[] {
  const at = (account: string, region: string, stack: string) => ({
    environment: environment.name,
    id: stackId(environment, account, region, stack),
    account,
    accountId: accountId(environment, account),
    region,
    stack,
  });
  const targets = (flow: 'customer' | 'internal' | 'machine') =>
    Object.entries(environment.accounts)
      .filter(([, { flows }]) => flows.includes(flow))
      .flatMap(([account]) =>
        environment.regions.map((region) => ({
          ...at(account, region, flow),
          ring: 'general' as const,
          tenants: [],
        })),
      );
  const kinds = { customer: 'customer', internal: 'internal', machine: 'service' } as const;
  const shared = (['customer', 'internal', 'machine'] as const).flatMap((flow) =>
    targets(flow).map((target): StorePlace => ({ ...target, flow, kind: kinds[flow] })),
  );
  const ofServices = services
    .filter(({ policyStore }) => policyStore === 'own')
    .flatMap(({ id: owner }) =>
      targets('machine').map(
        (target): StorePlace => ({ ...target, flow: 'machine', kind: 'service', owner }),
      ),
    );
  const ofTenants = tenants.flatMap(({ id: owner, cells }) =>
    environment.regions.flatMap((region): StorePlace[] => {
      const name = cells[region] ?? '';
      const cell = environment.cells[name];
      if (!cell) return [];
      const place = at(cell.account, region, name);
      return [{ ...place, ring: cell.ring, tenants: [owner], flow: 'tenant', kind: 'tenant', owner }];
    }),
  );
  return [...shared, ...ofServices, ...ofTenants];
}

/** What the project's files say of a store: its kind's content, with its owner's additions if there are any. */
export function textFor({ kinds, additions }: StoreTexts, { environment, kind, owner }: StorePlace) {
  const own = additions.find(
    (addition) =>
      addition.environment === environment &&
      addition.type === kind &&
      owner !== undefined &&
      addition.id === owner,
  );
  return own ?? kinds.get(kind);
}
