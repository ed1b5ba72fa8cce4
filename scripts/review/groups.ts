/**
 * Groups equal changes: "the same change in 38 cells", with exceptions. Lossless: `expand` restores every
 * change in its original order. No I/O, since the page also does this in a browser.
 */
import { changesOf, type ReviewedChange, type ReviewedStack, type ReviewModel } from './model';
import { commonOf, general, type Own, ownOf, specific, specificText } from './shape';

/** Where one change of a group is, and its placeholders' values there. */
export interface Place {
  /** Position in `changesOf(model)`, from 0. */
  at: number;
  /** Stack id. */
  stack: string;
  owner?: string;
  id?: string;
}

/** Changes that are equal except for what is specific to their stack, tenant and resource. */
export interface Alike {
  /** With placeholders: `{tenant}`, `{service}`, `{stack}`, `{account}`, `{account-id}`, `{region}`, `{id}`. */
  shape: ReviewedChange;
  /** In the order of the model. */
  places: Place[];
  /** It contains text that looks like a placeholder, so it is kept unchanged and by itself. */
  literal?: true;
}

/** A place without a group's change, although most similar places have it. Without an owner: the whole stack. */
export type Absence = Pick<Place, 'stack' | 'owner'>;

/** Equal changes, and the few of the same resource that differ. */
export interface Group extends Alike {
  /** Same resource and action, other values, most frequent first. Fewer places than the group itself. */
  exceptions: Alike[];
  /** Planned stacks (or tenants in them) of the same kind without such a change; empty if those are the majority. */
  without: Absence[];
}

/** Two changes are equal if they serialize identically, including order and number formats. */
const written = (value: unknown) => JSON.stringify(value);

function shapeOf(change: ReviewedChange, own: Own): Pick<Alike, 'shape' | 'literal'> {
  const shape = general(change, own);
  return written(specific(shape, own)) === written(change) ? { shape } : { shape: change, literal: true };
}

/** Key that two changes share if they differ only in values. */
const family = ({ section, action, type, address, owner }: ReviewedChange) =>
  written([section, action, type, address, owner ?? null]);

type Grouped = Pick<ReviewModel, 'stacks'>;

/** Cached, since several outputs of one review need them. */
const known = new WeakMap<Grouped, Group[]>();

/** Groups in order of their first change. */
export function groupsOf(model: Grouped): Group[] {
  const groups = known.get(model) ?? grouped(model);
  known.set(model, groups);
  return groups;
}

function grouped(model: Grouped): Group[] {
  const families = new Map<string, Map<string, Alike>>();
  changesOf(model).forEach(({ stack: { stack }, change }, at) => {
    const { owner, id } = change;
    const found = shapeOf(change, ownOf(stack, change));
    // A literal change is always alone, so its position makes the key unique.
    const key = found.literal ? `literal ${at}` : family(found.shape);
    const kin = families.get(key) ?? new Map<string, Alike>();
    families.set(key, kin);
    const exact = written(found.shape);
    const alike = kin.get(exact) ?? { ...found, places: [] };
    kin.set(exact, alike);
    alike.places.push({
      at,
      stack: stack.id,
      ...(owner !== undefined && { owner }),
      ...(id !== undefined && { id }),
    });
  });
  const stacks = model.stacks.map(({ stack }) => stack);
  return [...families.values()]
    .flatMap((kin) => split([...kin.values()], stacks))
    .sort((a, b) => firstOf(a) - firstOf(b));
}

const firstOf = ({ places }: Alike) => places[0]?.at ?? 0;

/** One group if most changes are equal; otherwise one group per variant. */
function split(kin: Alike[], stacks: readonly ReviewedStack[]): Group[] {
  const [first, ...others] = kin.sort((a, b) => b.places.length - a.places.length || firstOf(a) - firstOf(b));
  if (!first) return [];
  const without = absences(kin, stacks);
  const fewer = others.reduce((sum, { places }) => sum + places.length, 0) < first.places.length;
  if (fewer) return [{ ...first, exceptions: others, without }];
  return kin.map((alike, index) => ({ ...alike, exceptions: [], without: index === 0 ? without : [] }));
}

const placeKey = ({ stack, owner }: Absence) => written([stack, owner ?? null]);

function absences(kin: readonly Alike[], stacks: readonly ReviewedStack[]): Absence[] {
  const places = kin.flatMap((alike) => alike.places);
  if (places.length < 2) return [];
  const taken = new Set(places.map(placeKey));
  const changed = new Set(places.map(({ stack }) => stack));
  const kinds = new Set(stacks.filter(({ id }) => changed.has(id)).map(({ kind }) => kind));
  const ofTenants = places.every(({ owner }) => owner?.startsWith('tenant:'));
  const missing = stacks
    .filter(({ kind }) => kinds.has(kind))
    .flatMap(({ id: stack, tenants }): Absence[] => {
      // None of its tenants has such a change: listed once for the stack.
      if (!changed.has(stack)) return ofTenants && tenants.length === 0 ? [] : [{ stack }];
      if (!ofTenants) return [];
      const all = tenants.map((tenant) => ({ stack, owner: `tenant:${tenant}` }));
      return all.filter((place) => !taken.has(placeKey(place)));
    });
  return missing.length < places.length ? missing : [];
}

/** A change with its stack's id. */
export interface PlacedChange {
  stack: string;
  change: ReviewedChange;
}

/** The original change of a group at one of its places. */
function changeAt(
  { shape, literal }: Pick<Alike, 'shape' | 'literal'>,
  place: Place,
  stack: ReviewedStack | undefined,
): ReviewedChange {
  return literal ? shape : specific(shape, ownOf(stack, place));
}

/** Its address there. */
export const addressAt = (
  { shape, literal }: Pick<Alike, 'shape' | 'literal'>,
  place: Place,
  stack: ReviewedStack | undefined,
): string => (literal ? shape.address : specificText(shape.address, ownOf(stack, place)));

/** Every change of the groups, as from `changesOf`. */
export function expand(groups: readonly Group[], stacks: readonly ReviewedStack[]): PlacedChange[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  return groups
    .flatMap((group) => [group, ...group.exceptions])
    .flatMap((alike) =>
      alike.places.map((place) => ({
        at: place.at,
        stack: place.stack,
        change: changeAt(alike, place, byId.get(place.stack)),
      })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ stack, change }) => ({ stack, change }));
}

/** A group's change for display: placeholders with the same value at all places are filled in. */
export function shown(alike: Alike, stacks: ReadonlyMap<string, ReviewedStack>): ReviewedChange {
  if (alike.literal) return alike.shape;
  const common = commonOf(alike.places.map((place) => ownOf(stacks.get(place.stack), place)));
  return specific(alike.shape, common);
}
