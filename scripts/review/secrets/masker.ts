import type { Json } from '../model';

/** Stands for a secret in a text. Shorter than any secret that is looked for, so none is found in it. */
const mask = '***';

/**
 * Shortest secret that is hidden wherever it stands, in characters. What is shorter is hidden in its own attribute only:
 * elsewhere it would be found in words that have nothing to do with it.
 */
const shortestKnown = 6;

/** Hides secrets in what leaves memory. */
export interface Masker {
  /** The text with every known secret in it replaced. */
  text(text: string): string;
  /** The same for all texts, numbers and names inside of a value. */
  json<T extends Json | undefined>(value: T): T;
}

const inString = (text: string) => JSON.stringify(text).slice(1, -1);

/** As Go's encoder, and so `jsonencode`, writes it. */
const inGoString = (text: string) =>
  inString(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const inUrl = (text: string) => {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // Half of a surrogate pair.
  }
};

/** A secret as it may stand in a text: as it is, in JSON, in JSON within JSON, in a URL. */
const formsOf = (secret: string): string[] =>
  [secret, secret.trim()].flatMap((text) => {
    const escaped = [inString(text), inGoString(text)];
    return [text, ...escaped, ...escaped.flatMap((one) => [inString(one), inGoString(one)]), inUrl(text)];
  });

/** Where a text holds any of them; overlapping finds are one. Sorted. */
function findsIn(text: string, needles: readonly string[]): [from: number, to: number][] {
  const finds: [number, number][] = [];
  for (const needle of needles)
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1))
      finds.push([at, at + needle.length]);
  finds.sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [from, to] of finds) {
    const last = merged.at(-1);
    if (last && from < last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Hides the given values, and whatever holds them. Those that are shorter than `shortestKnown` are left alone. */
export function maskerOf(secrets: Iterable<string>): Masker {
  const needles = [...new Set([...secrets].flatMap(formsOf))].filter(({ length }) => length >= shortestKnown);
  const text = (given: string): string => {
    if (given.length < shortestKnown) return given;
    let masked = '';
    let at = 0;
    for (const [from, to] of findsIn(given, needles)) {
      masked += given.slice(at, from) + mask;
      at = to;
    }
    return masked + given.slice(at);
  };
  const json = (given: Json | undefined): Json | undefined => {
    if (typeof given === 'string') return text(given);
    if (typeof given === 'number') {
      const masked = text(String(given));
      return masked === String(given) ? given : masked;
    }
    if (Array.isArray(given)) return given.map((item) => json(item) as Json);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(
      Object.entries(given).map(([name, member]) => [text(name), json(member) as Json]),
    );
  };
  return needles.length === 0
    ? { text: (given) => given, json: (given) => given }
    : { text, json: json as Masker['json'] };
}
