import { atMost } from '../aws/at-most';
import { failure } from '../cli/errors';
import { type Asker, ask } from './ask';
import { choose, type Decision } from './choose';
import type { Clients } from './clients';
import { holders } from './holders';
import { differences, existingItem, stateOf, wantedItem } from './item';
import type { Importable, Look } from './kind';
import { resolve } from './references';
import { kinds } from './table';
import type { AdoptionInput, NotImported } from './types';
import { valueAt, type Wanted, wantedAt } from './wanted';

/** The outcome of looking for one resource. */
export type Outcome =
  | Decision
  | { is: 'not-imported'; entry: NotImported }
  /** It depends on something ambiguous. */
  | { is: 'undecided' };

/** A reference leads to something absent or ambiguous. */
class Unresolved extends Error {
  constructor(readonly outcome: { is: 'absent' } | { is: 'undecided' }) {
    super('unresolved');
  }
}

/** Concurrent calls. A cell of a hundred tenants has two thousand resources, and the SDK 50 connections per service. */
const atOnce = 20;

/** One pass over everything missing. Repeated requests are made once. */
export interface Pass {
  find(address: string): Promise<Outcome>;
}

/** Addresses covered by the stack's own import blocks. */
const ownImports = ({ import: blocks }: AdoptionInput['configuration']): Set<unknown> =>
  new Set([blocks ?? []].flat().map((block) => (block as { to?: unknown }).to));

/** Starts a pass. No call is made before `find`. */
export function beginPass(input: AdoptionInput, clients: Clients): Pass {
  const missing = new Set(input.missing);
  const own = ownImports(input.configuration);
  const holder = holders(input);
  const outcomes = new Map<string, Promise<Outcome>>();
  const asked = new Map<string, Promise<unknown>>();
  const limited = atMost(atOnce);

  /** A parent's attribute: from the state, or from what this pass finds. */
  async function attributeOf(address: string, attribute: string): Promise<string> {
    const known = input.known.get(address)?.[attribute];
    if (known !== undefined && known !== null) return String(known);
    if (!missing.has(address)) throw new Unresolved({ is: 'absent' });
    const outcome = await find(address);
    if (outcome.is === 'absent') throw new Unresolved({ is: 'absent' });
    if (outcome.is !== 'found') throw new Unresolved({ is: 'undecided' });
    const value = outcome.attributes[attribute];
    if (value === undefined)
      throw failure(
        `${address} was found in AWS, but without its ${attribute}, which another resource needs`,
        'this is a bug in the command: scripts/adoption/kinds has to return that attribute',
      );
    return value;
  }

  const resolved = async (value: unknown): Promise<unknown> => {
    if (typeof value === 'string') return resolve(value, attributeOf);
    if (Array.isArray(value)) return Promise.all(value.map(resolved));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, one]) => [key, await resolved(one)]);
    return Object.fromEntries(await Promise.all(entries));
  };

  function lookFor({ address, block, region }: Wanted): Look {
    const asker: Asker = { role: input.role, address, region };
    const optional = async (path: string) => {
      const value = valueAt(block, path);
      return value === undefined || value === null ? undefined : String(await resolved(value));
    };
    return {
      address,
      region,
      accountId: input.accountId,
      optional,
      value: (path) => resolved(valueAt(block, path)),
      async text(path) {
        const value = await optional(path);
        if (value === undefined) throw new Error(`${address} has no ${path} to look for it by`);
        return value;
      },
      use: (service) => clients.use(service, region),
      ask: (action, run, none) => ask(asker, action, () => limited(run), none),
      once<T>(key: string, make: () => Promise<T>) {
        const answer = asked.get(`${region} ${key}`) ?? make();
        asked.set(`${region} ${key}`, answer);
        return answer as Promise<T>;
      },
    };
  }

  async function decide(kind: Importable, wanted: Wanted): Promise<Outcome> {
    const { address, type, region, tags } = wanted;
    return choose(kind, await kind.find(lookFor(wanted)), {
      tags,
      created: input.created.get(address),
      holder: (importId) => holder(type, region, importId),
    });
  }

  async function decideItem(wanted: Wanted, what: string): Promise<Outcome> {
    const look = lookFor(wanted);
    const item = await wantedItem(look);
    const existing = await existingItem(look, item);
    if (!existing) return { is: 'absent' };
    const state = stateOf(item);
    const other = differences(item.item, existing);
    if (other.length === 0)
      return {
        is: 'not-imported',
        entry: { address: wanted.address, what, instead: 'state', state },
      };
    return {
      is: 'ambiguous',
      candidates: [String(state.attributes.id)],
      why: `the existing item differs in ${other.join(', ')}: something else wrote it`,
    };
  }

  async function look(address: string): Promise<Outcome> {
    const wanted = wantedAt(input, address);
    const kind = kinds[wanted.type];
    if (!kind)
      throw failure(
        `adoption does not know how to find an ${wanted.type} (${address})`,
        'this is a bug in the command: scripts/adoption/table.ts has to list every type in our stacks',
      );
    if (kind.by === 'nothing' || own.has(address)) {
      const what = kind.by === 'nothing' ? kind.what : "the stack's own import block takes it over";
      const instead = kind.by === 'nothing' ? kind.instead : 'by-itself';
      return { is: 'not-imported', entry: { address, what, instead } };
    }
    try {
      return await (kind.by === 'state' ? decideItem(wanted, kind.what) : decide(kind, wanted));
    } catch (error) {
      if (error instanceof Unresolved) return error.outcome;
      throw error;
    }
  }

  function find(address: string): Promise<Outcome> {
    const outcome = outcomes.get(address) ?? look(address);
    outcomes.set(address, outcome);
    return outcome;
  }
  return { find };
}
