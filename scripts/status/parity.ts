import { planRole } from '../../environments/names';
import type { LoadedEnvironment } from '../../environments/schema';
import { atMost } from '../aws/at-most';
import { poolAccess } from '../aws/pool-access';
import { messageOf } from '../cli/errors';
import { type StoreLocation, storeLocations, storeName } from '../policy/locations';
import { registeredStore } from '../policy/registry';

/** An owner's policies in each of its regions. */
export interface Parity {
  /** `tenant acme`, `customer`. */
  store: string;
  /** `same`: as far as is known, every region has the same policies. */
  state: 'same' | 'differs' | 'unknown';
  /** `cells-a eu-central-1` → hash of its policies, or why there is none. */
  places: Record<string, string>;
}

/** The registry's hash of one store's policies; undefined if the registry has none. */
export interface KnownContent {
  place: StoreLocation;
  content?: string;
  reason?: string;
}

/** Compares each owner's stores, if they are in several places. */
export function parityOf(known: readonly KnownContent[]): Parity[] {
  const stores = new Map<string, KnownContent[]>();
  for (const one of known)
    stores.set(storeName(one.place), [...(stores.get(storeName(one.place)) ?? []), one]);
  return [...stores]
    .filter(([, own]) => own.length > 1)
    .map(([store, own]) => {
      const hashes = new Set(own.flatMap(({ content }) => content ?? []));
      const unknown = own.some(({ content }) => content === undefined);
      return {
        store,
        state: hashes.size > 1 ? 'differs' : unknown ? 'unknown' : 'same',
        places: Object.fromEntries(
          own.map(({ place, content, reason }) => [
            `${place.account} ${place.region}`,
            content ?? reason ?? 'not rolled out',
          ]),
        ),
      };
    });
}

/** Concurrent requests. */
const atOnce = 8;

/** Reads the registry entries of these stacks' stores, as the plan role. Never throws because of what it finds. */
export async function readParity(loaded: LoadedEnvironment, stacks: ReadonlySet<string>): Promise<Parity[]> {
  const { environment } = loaded;
  const pools = poolAccess(environment, planRole(environment));
  const limited = atMost(atOnce);
  const places = storeLocations(loaded).filter(({ id }) => stacks.has(id));
  const read = async (place: StoreLocation): Promise<KnownContent> => {
    try {
      const registered = await registeredStore(environment, await pools.access(place), place);
      return { place, ...(registered?.content && { content: registered.content }) };
    } catch (error) {
      return { place, reason: messageOf(error) };
    }
  };
  return parityOf(await Promise.all(places.map((place) => limited(() => read(place)))));
}
