import type { Json } from '../model';
import type { EffectRule } from '../planned';
import type { EffectId } from './catalogue';
import { sides, texts, unknownAt, valueAt, without } from './values';

/** How one attribute is judged. */
export interface Comparison<T> {
  id: EffectId;
  /** Attribute, as in `valueAt`. */
  path: string;
  /** What a value means, with AWS's default for one that is not set; undefined: it says nothing. */
  of: (value: Json | undefined) => T | undefined;
  /** Whether going from the first to the second is dangerous. */
  worse: (before: T, after: T) => boolean;
  what: (before: T, after: T) => string;
}

/** A rule about one attribute of something that is there before and after. */
export const compared =
  <T>({ id, path, of, worse, what }: Comparison<T>): EffectRule =>
  (change) => {
    const found = sides(change, path);
    const before = found && of(found.before);
    const after = found && of(found.after);
    if (before === undefined || after === undefined || !worse(before, after)) return [];
    return [{ id, what: what(before, after), path }];
  };

/** The text itself; `missing` is what AWS takes where there is none. */
export const text = (missing?: string) => (value: Json | undefined) =>
  typeof value === 'string' ? value : missing;

/** The number itself; `missing` is what AWS takes where there is none. */
export const number = (missing?: number) => (value: Json | undefined) =>
  typeof value === 'number' ? value : missing;

/** A switch. SAML's details have it as a text. */
export const flag = (missing: boolean) => (value: Json | undefined) =>
  typeof value === 'string' ? value.toLowerCase() === 'true' : typeof value === 'boolean' ? value : missing;

/** Whether the second is weaker, from the weakest to the strongest. A word that is not among them is the weakest of all. */
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

/** Any other value, where there was one. `of` says what a value means, as in `Comparison`. */
export const changed = (
  id: EffectId,
  path: string,
  what: (before: string, after: string) => string,
  of = text(''),
): EffectRule => compared({ id, path, of, worse: (before, after) => before !== after, what });

/**
 * Texts that a list gains. What is known of a list that is not wholly known counts: it would be there whatever the rest
 * turns out to be.
 */
export const gained =
  (id: EffectId, path: string, what: (added: string[]) => string): EffectRule =>
  ({ before, after }) => {
    if (!before || !after) return [];
    const added = without(texts(valueAt(after, path)), texts(valueAt(before, path)));
    return added.length > 0 ? [{ id, what: what(added), path }] : [];
  };

/** Texts that a list loses; nothing while some of it is not known, for they may be among that. */
export const lost =
  (id: EffectId, path: string, what: (removed: string[]) => string): EffectRule =>
  (change) => {
    const { before, after } = change;
    if (!before || !after || unknownAt(change, path)) return [];
    const removed = without(texts(valueAt(before, path)), texts(valueAt(after, path)));
    return removed.length > 0 ? [{ id, what: what(removed), path }] : [];
  };

/** All that several rules say. */
export const all =
  (...rules: readonly EffectRule[]): EffectRule =>
  (change, context) =>
    rules.flatMap((rule) => rule(change, context));
