import type {
  Environment,
  LoadedEnvironment,
  PolicyOverlay,
  Service,
  Tenant,
} from '../../../environments/schema';

/** A change to a configuration file: the environment's, a tenant's or a service's, or policies beside one. */
export type Edit = (loaded: LoadedEnvironment) => LoadedEnvironment;

/** Applies several edits one after the other. */
export const all =
  (...edits: Edit[]): Edit =>
  (loaded) =>
    edits.reduce((before, edit) => edit(before), loaded);

const changed = <T>(value: T, change: (copy: T) => void): T => {
  const copy = structuredClone(value);
  change(copy);
  return copy;
};

/** The environment with every option, with the parts that are always set. */
type Full = Environment & Required<Pick<Environment, 'internal' | 'machine' | 'edge' | 'email'>>;

export const environment =
  (change: (environment: Full) => void): Edit =>
  (loaded) => ({ ...loaded, environment: changed(loaded.environment, (copy) => change(copy as Full)) });

/** Changes one item by id; throws if it does not exist. */
function withOne<T extends { id: string }>(items: T[], id: string, change: (item: T) => void): T[] {
  if (!items.some((item) => item.id === id)) throw new Error(`there is no ${id} to edit`);
  return items.map((item) => (item.id === id ? changed(item, change) : item));
}

export const tenant =
  (id: string, change: (tenant: Tenant) => void): Edit =>
  (loaded) => ({ ...loaded, tenants: withOne(loaded.tenants, id, change) });

export const service =
  (id: string, change: (service: Service) => void): Edit =>
  (loaded) => ({ ...loaded, services: withOne(loaded.services, id, change) });

/** A new tenant or service, modelled on an existing one. */
export const likeTenant =
  (id: string, change: Partial<Tenant>): Edit =>
  (loaded) => ({
    ...loaded,
    tenants: [
      ...loaded.tenants,
      ...loaded.tenants.filter((one) => one.id === id).map((one) => ({ ...one, ...change })),
    ],
  });

export const likeService =
  (id: string, change: Partial<Service>): Edit =>
  (loaded) => ({
    ...loaded,
    services: [
      ...loaded.services,
      ...loaded.services.filter((one) => one.id === id).map((one) => ({ ...one, ...change })),
    ],
  });

export const withoutTenant =
  (id: string): Edit =>
  (loaded) => ({
    ...loaded,
    tenants: loaded.tenants.filter((one) => one.id !== id),
    overlays: loaded.overlays.filter((one) => one.of !== 'tenant' || one.id !== id),
  });

export const withoutService =
  (id: string): Edit =>
  (loaded) => ({
    ...loaded,
    services: loaded.services.filter((one) => one.id !== id),
    overlays: loaded.overlays.filter((one) => one.of !== 'service' || one.id !== id),
  });

/** Sets a policy file beside a tenant's or a service's file; undefined removes it. */
export const policy =
  (of: PolicyOverlay['of'], id: string, file: string, text: string | undefined): Edit =>
  (loaded) => {
    const path = `environments/${loaded.environment.name}/${of}s/${id}/${file}`;
    const isIt = (overlay: PolicyOverlay) => overlay.of === of && overlay.id === id;
    const before = loaded.overlays.find(isIt)?.policies ?? [];
    const policies = [
      ...before.filter((one) => one.path !== path),
      ...(text === undefined ? [] : [{ path, text }]),
    ].sort((a, b) => (a.path < b.path ? -1 : 1));
    return {
      ...loaded,
      overlays: [
        ...loaded.overlays.filter((overlay) => !isIt(overlay)),
        ...(policies.length > 0 ? [{ of, id, policies }] : []),
      ],
    };
  };
