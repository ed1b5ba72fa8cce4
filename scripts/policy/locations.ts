import { inRolloutRegions, placementOf } from '../../environments/placement';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StoreKind } from '../../stacks/policies/cedar';
import type { InStack } from '../selection/selection';
import type { StoreTexts } from './stores';

/** A policy store as the environment's files define it, rolled out or not. */
export interface StoreLocation extends InStack {
  /** Name of the environment. */
  environment: string;
  flow: 'customer' | 'internal' | 'machine' | 'tenant';
  kind: StoreKind;
  /** The tenant or service, if the store is not shared. */
  owner?: string;
}

/** A store in words, without its location: `customer`, `tenant acme`, `service billing`. */
export const storeName = ({ kind, owner }: Pick<StoreLocation, 'kind' | 'owner'>) =>
  owner ? `${kind} ${owner}` : kind;

/** A store with its location, in words. */
export const locationName = (place: StoreLocation) => `${place.account} ${place.region} ${storeName(place)}`;

const kinds = { customer: 'customer', internal: 'internal', machine: 'service' } as const;

/** Every policy store of an environment: flows, services, then tenants; regions in rollout order. */
export function storeLocations(loaded: LoadedEnvironment): StoreLocation[] {
  const { environment, tenants, services } = loaded;
  const stacks = inRolloutRegions(placementOf(loaded), environment);
  const ofFlow = (flow: keyof typeof kinds) =>
    stacks.filter(({ kind }) => kind === flow).map((stack) => ({ ...stack, flow, kind: kinds[flow] }));
  const shared = (['customer', 'internal', 'machine'] as const).flatMap(ofFlow);
  const ofServices = services
    .filter(({ policyStore }) => policyStore === 'own')
    .flatMap(({ id: owner }) => ofFlow('machine').map((place) => ({ ...place, owner })));
  const ofTenants = tenants.flatMap(({ id: owner }) =>
    stacks
      .filter((stack) => stack.tenants.includes(owner))
      .map((stack) => ({ ...stack, tenants: [owner], flow: 'tenant', kind: 'tenant', owner }) as const),
  );
  return [...shared, ...ofServices, ...ofTenants];
}

/** A store's content according to the project's files: that of its kind, with its owner's overlays if any. */
export function textFor({ kinds, overlays }: StoreTexts, { environment, kind, owner }: StoreLocation) {
  const own = overlays.find(
    (overlay) =>
      overlay.environment === environment &&
      overlay.type === kind &&
      owner !== undefined &&
      overlay.id === owner,
  );
  return own ?? kinds.get(kind);
}
