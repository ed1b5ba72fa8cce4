/**
 * Alike changes as one: "the same change in 38 cells", with its exceptions. Nothing is lost: `expand` gives back every
 * change as it was, in the order it had. No I/O, since the page does this in a browser, too.
 */
import { changesOf, type ReviewedChange, type ReviewedStack, type ReviewModel } from './model';
import { commonOf, general, type Own, ownOf, specific, specificText } from './shape';

/** Where one change of a group is, and what is its own there. */
export interface Place {
  /** Position in `changesOf(model)`, from 0. */
  at: number;
  /** Stack id. */
  stack: string;
  owner?: string;
  id?: string;
}

/** Changes that are exactly the same but for what is their stack's, tenant's and resource's own. */
export interface Alike {
  /** With placeholders: `{tenant}`, `{service}`, `{stack}`, `{account}`, `{account-id}`, `{region}`, `{id}`. */
  shape: ReviewedChange;
  /** In the order of the model. */
  places: Place[];
  /** It holds text that looks like a placeholder, and is kept as it is, alone. */
  literal?: true;
}

/** Where nothing like a group happens, although it does in most places of the kind. Without owner: in all of the stack. */
export type Absence = Pick<Place, 'stack' | 'owner'>;

/** Alike changes, and the few of the same resource that are otherwise. */
export interface Group extends Alike {
  /** Same resource and action, other values; the most frequent first. Fewer places than the group's own. */
  exceptions: Alike[];
  /** Planned stacks (or tenants in them) of the same kind without such a change; empty when these are the most. */
  without: Absence[];
}

/** Order keeps, and numbers and bytes do: two changes are alike when they would be written the same. */
const written = (value: unknown) => JSON.stringify(value);

function shapeOf(change: ReviewedChange, own: Own): Pick<Alike, 'shape' | 'literal'> {
  const shape = general(change, own);
  return written(specific(shape, own)) === written(change) ? { shape } : { shape: change, literal: true };
}

/** What makes two changes the same but for their values. */
const family = ({ section, action, type, address, owner }: ReviewedChange) =>
  written([section, action, type, address, owner ?? null]);

type Grouped = Pick<ReviewModel, 'stacks'>;

/** Several outputs of one review show them. */
const known = new WeakMap<Grouped, Group[]>();

/** Groups in the order in which their first change comes. */
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
    // What is literal is alone: its own position sets it apart.
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

/** One group where most changes are exactly alike; else each kind of them is one of its own. */
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
      // No tenant of it has such a change: the stack says so once.
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

/** The change of a group at one of its places, as it was. */
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

/** Every change of the groups, as `changesOf` has them. */
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

/** A group's change as a reader sees it: what is the same at all of its places is filled in. */
export function shown(alike: Alike, stacks: ReadonlyMap<string, ReviewedStack>): ReviewedChange {
  if (alike.literal) return alike.shape;
  const common = commonOf(alike.places.map((place) => ownOf(stacks.get(place.stack), place)));
  return specific(alike.shape, common);
}
