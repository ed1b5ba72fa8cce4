import { clientsWith } from './clients';
import type { Found, Importable } from './kind';
import { beginPass, type Outcome } from './pass';
import { kinds } from './table';
import type { AdoptionInput, AdoptionPlan, StateEntry } from './types';
import { type Wanted, wantedAt } from './wanted';

interface FoundAt {
  address: string;
  /** With type and region, since two resources may have the same id. */
  key: string;
  id: string;
  /** Set if importing it would lose something. */
  state?: StateEntry;
}

/** Why something that could be imported is put into the state. */
const lost =
  'an import would lose what the provider does not read back, which would force a replacement: it is put into the state';

/** A state entry for a resource that the provider does not read back completely; undefined for all others. */
function entryOf({ unread }: Importable, block: Wanted['block'], attributes: Found): StateEntry | undefined {
  if (!unread) return undefined;
  const arguments_ = Object.fromEntries(unread.map((name) => [name, block[name] ?? null]));
  return { schemaVersion: 0, attributes: { ...attributes, ...arguments_ } };
}

/** A resource claimed by several addresses is ambiguous for all of them. */
function claimedOnce(found: readonly FoundAt[]): Pick<AdoptionPlan, 'imports' | 'notImported' | 'ambiguous'> {
  const claims = new Map<string, string[]>();
  for (const { key, address } of found) claims.set(key, [...(claims.get(key) ?? []), address]);
  const plan: ReturnType<typeof claimedOnce> = { imports: [], notImported: [], ambiguous: [] };
  for (const { key, address, id, state } of found) {
    const others = claims.get(key)?.filter((other) => other !== address) ?? [];
    if (others.length === 0 && state) plan.notImported.push({ address, what: lost, instead: 'state', state });
    else if (others.length === 0) plan.imports.push({ to: address, id });
    else
      plan.ambiguous.push({
        address,
        candidates: [id],
        why: `${others.join(', ')} may be the same one`,
      });
  }
  return plan;
}

/** Sorts the outcomes into the plan's lists. */
function collect(input: AdoptionInput, outcomes: ReadonlyMap<string, Outcome>): AdoptionPlan {
  const plan: AdoptionPlan = { imports: [], absent: [], notImported: [], ambiguous: [], undecided: [] };
  const found: FoundAt[] = [];
  for (const [address, outcome] of outcomes) {
    if (outcome.is === 'absent') plan.absent.push(address);
    else if (outcome.is === 'undecided') plan.undecided.push(address);
    else if (outcome.is === 'not-imported') plan.notImported.push(outcome.entry);
    else if (outcome.is === 'ambiguous') {
      const { candidates, why } = outcome;
      plan.ambiguous.push({ address, candidates, why });
    } else {
      const { type, region, block } = wantedAt(input, address);
      const kind = kinds[type];
      if (kind?.by !== 'name' && kind?.by !== 'list') continue;
      const id = kind.importId(outcome.attributes);
      const state = entryOf(kind, block, outcome.attributes);
      found.push({ address, key: `${type} ${region} ${id}`, id, ...(state && { state }) });
    }
  }
  const { imports, notImported, ambiguous } = claimedOnce(found);
  return {
    ...plan,
    imports,
    notImported: [...plan.notImported, ...notImported],
    ambiguous: [...plan.ambiguous, ...ambiguous],
  };
}

/**
 * Looks in AWS for what an apply created but no state has, and plans how to adopt it. Changes nothing.
 * Throws if AWS does not answer, or the role lacks a right, since nothing is known then.
 */
export async function planAdoption(input: AdoptionInput): Promise<AdoptionPlan> {
  const clients = clientsWith(input.access);
  try {
    const pass = beginPass(input, clients);
    const addresses = [...new Set(input.missing)].sort();
    // All have to end before the clients close, even if one fails.
    const ended = await Promise.allSettled(addresses.map((address) => pass.find(address)));
    const outcomes = new Map<string, Outcome>();
    for (const [index, end] of ended.entries()) {
      if (end.status === 'rejected') throw end.reason;
      outcomes.set(addresses[index] as string, end.value);
    }
    return collect(input, outcomes);
  } finally {
    await clients.destroy();
  }
}
