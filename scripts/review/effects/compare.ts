import type { Json } from '../model';
import type { EffectRule } from '../planned';
import type { EffectId } from './catalogue';
import { sides, texts, unknownAt, valueAt, without } from './values';

/** How one attribute is judged. */
export interface Comparison<T> {
  id: EffectId;
  /** Attribute, as in `valueAt`. */
  path: string;
  /** Interprets a value, with AWS's default if it is not set; undefined if it has no meaning. */
  of: (value: Json | undefined) => T | undefined;
  /** Whether the change from `before` to `after` is dangerous. */
  worse: (before: T, after: T) => boolean;
  what: (before: T, after: T) => string;
}

/** A rule about one attribute of a resource that exists before and after. */
export const compared =
  <T>({ id, path, of, worse, what }: Comparison<T>): EffectRule =>
  (change) => {
    const found = sides(change, path);
    const before = found && of(found.before);
    const after = found && of(found.after);
    if (before === undefined || after === undefined || !worse(before, after)) return [];
    return [{ id, what: what(before, after), path }];
  };

/** The string itself; `missing` is AWS's default. */
export const text = (missing?: string) => (value: Json | undefined) =>
  typeof value === 'string' ? value : missing;

/** The number itself; `missing` is AWS's default. */
export const number = (missing?: number) => (value: Json | undefined) =>
  typeof value === 'number' ? value : missing;

/** A boolean, which SAML's details contain as a string. */
export const flag = (missing: boolean) => (value: Json | undefined) =>
  typeof value === 'string' ? value.toLowerCase() === 'true' : typeof value === 'boolean' ? value : missing;

/** Whether the second is weaker, in a list from weakest to strongest. Unlisted words are the weakest. */
export const weakerIn =
  (...order: readonly string[]) =>
  (before: string, after: string) =>
    order.indexOf(after) < order.indexOf(before);

/** A switch that should stay on. */
export const turnedOff = (id: EffectId, path: string, what: string, missing = false): EffectRule =>
  compared({ id, path, of: flag(missing), worse: (before, after) => before && !after, what: () => what });

/** A switch that should stay off. */
export const turnedOn = (id: EffectId, path: string, what: string, missing = false): EffectRule =>
  compared({ id, path, of: flag(missing), worse: (before, after) => !before && after, what: () => what });

/** Any different value, if there was one before. `of` is as in `Comparison`. */
export const changed = (
  id: EffectId,
  path: string,
  what: (before: string, after: string) => string,
  of = text(''),
): EffectRule => compared({ id, path, of, worse: (before, after) => before !== after, what });

/**
 * Strings that a list gains. Known entries of a partly unknown list count, since they are there whatever the rest
 * turns out to be.
 */
export const gained =
  (id: EffectId, path: string, what: (added: string[]) => string): EffectRule =>
  ({ before, after }) => {
    if (!before || !after) return [];
    const added = without(texts(valueAt(after, path)), texts(valueAt(before, path)));
    return added.length > 0 ? [{ id, what: what(added), path }] : [];
  };

/** Strings that a list loses; none if part of the list is unknown, since they may be in that part. */
export const lost =
  (id: EffectId, path: string, what: (removed: string[]) => string): EffectRule =>
  (change) => {
    const { before, after } = change;
    if (!before || !after || unknownAt(change, path)) return [];
    const removed = without(texts(valueAt(before, path)), texts(valueAt(after, path)));
    return removed.length > 0 ? [{ id, what: what(removed), path }] : [];
  };

/** Combines several rules. */
export const all =
  (...rules: readonly EffectRule[]): EffectRule =>
  (change, context) =>
    rules.flatMap((rule) => rule(change, context));
