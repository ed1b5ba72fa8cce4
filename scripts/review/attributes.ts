import { byText, canonicalText, inOrder, isObject } from './canonical';
import { documentIn, isIamDocument, isSameCedar, normalDocument, normalIamDocument } from './documents';
import type { AttributeChange, Json } from './model';
import type { PlannedResource } from './planned';
import { isPlain, secrecyOf, secretsOfType, type TypeSecrets } from './secrets/attributes';
import { markAt, marksAny, memberOf } from './secrets/marks';
import { setAt } from './sets';

/** One value of a resource, before or after. */
interface Side {
  /** Undefined if not set. */
  value: Json | undefined;
  /** Terraform's sensitivity mark of it. */
  mark: Json | undefined;
}

/** Where a value is. */
interface Place {
  /** The displayed path: `schema[tenant_id].mutable`. */
  path: string;
  /** The same without indices; `schema.mutable`. */
  key: string;
}

const nothing: Side = { value: undefined, mark: undefined };
const sideOf = (value: Json | undefined, mark: Json | undefined): Side => ({
  value: value ?? undefined,
  mark,
});

/** A part of a side; empty if it does not exist. */
const partOf = ({ value, mark }: Side, at: string | number): Side =>
  sideOf(memberOf(value, at), markAt(mark, at));

const holdsUnknown = (unknown: Json | undefined): boolean =>
  unknown === true ||
  (typeof unknown === 'object' && unknown !== null && Object.values(unknown).some(holdsUnknown));

/** Values that the provider writes interchangeably for an unset attribute. */
const isEmpty = (value: Json | undefined) => value === '' || (Array.isArray(value) && value.length === 0);

/** Finds differences between a resource before and after. */
class Comparison {
  readonly found: AttributeChange[] = [];

  private readonly secrets: TypeSecrets;

  constructor(private readonly type: string) {
    this.secrets = secretsOfType(type);
  }

  private add({ path }: Place, before: Side, after: Side, unknown: boolean) {
    const secret = marksAny(before.mark) || marksAny(after.mark);
    this.found.push({
      path,
      ...(!secret && before.value !== undefined && { before: before.value }),
      ...(!secret && !unknown && after.value !== undefined && { after: after.value }),
      ...(unknown && { unknown: true }),
      ...(secret && { secret: true }),
    });
  }

  /** Compares values as a whole and shows both in full. An empty list or string counts as unset. */
  private whole(place: Place, before: Side, after: Side, unknown: Json | undefined) {
    const open = holdsUnknown(unknown);
    const text = ({ value }: Side) => canonicalText(isEmpty(value) ? null : (value ?? null));
    if (open || text(before) !== text(after)) this.add(place, before, after, open);
  }

  compare(place: Place, before: Side, after: Side, unknown: Json | undefined): void {
    if (before.value === after.value && !holdsUnknown(unknown)) return;
    if (before.mark === true || after.mark === true) this.whole(place, before, after, unknown);
    else if (unknown === true) this.add(place, before, after, true);
    else if (Array.isArray(before.value) || Array.isArray(after.value))
      this.lists(place, before, after, unknown);
    else if (isObject(before.value) || isObject(after.value)) this.objects(place, before, after, unknown);
    else if (documentIn(before.value) !== undefined || documentIn(after.value) !== undefined)
      this.documents(place, before, after);
    else if (
      typeof before.value !== 'string' ||
      typeof after.value !== 'string' ||
      !isSameCedar(`${this.type}.${place.key}`, before.value, after.value)
    )
      this.whole(place, before, after, unknown);
  }

  private objects(place: Place, before: Side, after: Side, unknown: Json | undefined) {
    const own = (value: Json | undefined) => (isObject(value) ? Object.keys(value) : []);
    const names = [...new Set([...own(before.value), ...own(after.value), ...own(unknown)])].sort(byText);
    for (const name of names) {
      const [a, b] = [before, after].map((side) => (isObject(side.value) ? partOf(side, name) : nothing)) as [
        Side,
        Side,
      ];
      const key = place.key === '' ? name : `${place.key}.${name}`;
      const secrecy = secrecyOf(this.secrets, place.key, name);
      const hidden =
        secrecy === 'document' || (secrecy === 'value' && (isPlain(a.value) || isPlain(b.value)));
      const [x, y] = hidden ? [a, b].map(({ value }) => ({ value, mark: true })) : [a, b];
      this.compare(
        { path: place.path === '' ? name : `${place.path}.${name}`, key },
        x as Side,
        y as Side,
        memberOf(unknown, name),
      );
    }
  }

  private lists(place: Place, before: Side, after: Side, unknown: Json | undefined) {
    const [a, b] = [before, after].map((side) =>
      Array.isArray(side.value) ? side.value.map((_, index) => partOf(side, index)) : [],
    ) as [Side[], Side[]];
    const unknowns = Array.isArray(unknown) ? unknown : [];
    const kind = setAt(this.type, place.key);
    if (![...a, ...b].some(({ value }) => isObject(value))) {
      const shown = (side: Side): Side =>
        Array.isArray(side.value) && kind ? { ...side, value: inOrder(side.value) } : side;
      this.whole(place, shown(before), shown(after), unknown);
    } else if (a.length <= 1 && b.length <= 1) this.block(place, a[0], b[0], unknowns[0]);
    else if (typeof kind === 'string') this.keyed(place, kind, { before: a, after: b, unknowns });
    else if (kind) this.unkeyed(place, { before: a, after: b, unknowns });
    else
      for (const index of Array.from({ length: Math.max(a.length, b.length) }, (_, n) => n))
        this.block({ ...place, path: `${place.path}[${index}]` }, a[index], b[index], unknowns[index]);
  }

  /** An optional block, whose presence can matter even if it is empty. */
  private block(place: Place, before: Side | undefined, after: Side | undefined, unknown: Json | undefined) {
    const already = this.found.length;
    this.compare(place, before ?? nothing, after ?? nothing, unknown);
    if (this.found.length === already && !before !== !after)
      this.add(place, before ?? nothing, after ?? nothing, false);
  }

  /** Blocks identified by one of their attributes. */
  private keyed(
    place: Place,
    name: string,
    { before, after, unknowns }: { before: Side[]; after: Side[]; unknowns: Json[] },
  ) {
    const nameOf = ({ value }: Side) =>
      isObject(value) && typeof value[name] === 'string' ? value[name] : undefined;
    const [a, b] = [before, after].map((sides) => new Map(sides.map((side) => [nameOf(side), side]))) as [
      Map<string | undefined, Side>,
      Map<string | undefined, Side>,
    ];
    // With duplicate or missing names, blocks cannot be matched.
    if (a.size < before.length || b.size < after.length || a.has(undefined) || b.has(undefined)) {
      this.unkeyed(place, { before, after, unknowns });
      return;
    }
    for (const one of [...new Set([...a.keys(), ...b.keys()])].sort((x, y) =>
      byText(x as string, y as string),
    )) {
      const index = after.findIndex((side) => nameOf(side) === one);
      this.block({ ...place, path: `${place.path}[${one}]` }, a.get(one), b.get(one), unknowns[index]);
    }
  }

  /** Blocks identified only by all their attributes; unchanged ones are left out. */
  private unkeyed(
    place: Place,
    { before, after, unknowns }: { before: Side[]; after: Side[]; unknowns: Json[] },
  ) {
    const text = ({ value }: Side) => canonicalText(value ?? null);
    const without = (sides: Side[], others: Side[]) => {
      const left = others.map(text);
      return sides.filter((side) => {
        const at = left.indexOf(text(side));
        if (at >= 0) left.splice(at, 1);
        return at < 0;
      });
    };
    const whole = (sides: Side[]): Side => ({
      value: inOrder(sides.map(({ value }) => value as Json)),
      // Secret names and places are checked below; a list is shown in full or not at all.
      mark: sides.some((side) => marksAny(side.mark) || this.holdsSecret(place.key, side.value)),
    });
    this.whole(place, whole(without(before, after)), whole(without(after, before)), unknowns);
  }

  private holdsSecret(key: string, value: Json | undefined): boolean {
    if (Array.isArray(value)) return value.some((item) => this.holdsSecret(key, item));
    if (!isObject(value)) return false;
    return Object.entries(value).some(
      ([name, member]) =>
        (secrecyOf(this.secrets, key, name) !== undefined && isPlain(member)) ||
        this.holdsSecret(`${key}.${name}`, member),
    );
  }

  /** Strings that are JSON on at least one side. */
  private documents(place: Place, before: Side, after: Side) {
    const [a, b] = [before, after].map(({ value, mark }) => ({
      value: documentIn(value) ?? value,
      mark,
    })) as [Side, Side];
    const iam = [a, b].some(({ value }) => isIamDocument(value));
    const normal = ({ value, mark }: Side): Side => {
      if (value === undefined) return { value, mark };
      return { value: isIamDocument(value) ? normalIamDocument(value) : normalDocument(value), mark };
    };
    if (iam) this.whole(place, normal(a), normal(b), undefined);
    else this.compare(place, normal(a), normal(b), undefined);
  }
}

/** A tag that changes in `tags` also changes in `tags_all`; reported once. */
function withoutEchoes(changes: AttributeChange[]): AttributeChange[] {
  const text = ({ path: _, ...rest }: AttributeChange) => JSON.stringify(rest);
  const said = new Map(changes.map((change) => [change.path, text(change)]));
  return changes.filter(
    (change) =>
      !change.path.startsWith('tags_all.') ||
      said.get(change.path.replace('tags_all', 'tags')) !== text(change),
  );
}

/** Whether one path equals the other or is inside it. */
const within = (path: string, outer: string) =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);

/**
 * The differences in a resource, sorted by displayed path: `password_policy.minimum_length`,
 * `schema[tenant_id].mutable`, `mapping_rule[0].claim`. A block that occurs once has no index. Sets and policies are
 * compared by meaning, so an update that only reorders things may have no differences.
 *
 * Values that are secret by Terraform's mark, by their place or by their name are omitted; values known to be
 * secret from elsewhere are still included (`secrets/masker.ts`).
 */
export function attributesOf(
  { type, before, after, unknown, replacedBy }: PlannedResource,
  { before: beforeMark, after: afterMark }: { before: Json; after: Json },
): AttributeChange[] {
  const comparison = new Comparison(type);
  comparison.compare(
    { path: '', key: '' },
    sideOf(before as Json | undefined, beforeMark),
    sideOf(after as Json | undefined, afterMark),
    unknown,
  );
  const replaces = ({ path }: AttributeChange) =>
    replacedBy.some((replaced) => within(path, replaced) || within(replaced, path));
  return withoutEchoes(comparison.found)
    .map((change): AttributeChange => (replaces(change) ? { ...change, replaces: true } : change))
    .sort((a, b) => byText(a.path, b.path));
}
