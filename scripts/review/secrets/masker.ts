import type { Json } from '../model';

/** Replaces a secret. Shorter than any secret searched for, so that none is found in it. */
const mask = '***';

/**
 * Shortest secret that is masked everywhere, in characters. Shorter ones are masked only in their own attribute:
 * elsewhere they would match unrelated words.
 */
const shortestKnown = 6;

/** Hides secrets in what leaves memory. */
export interface Masker {
  /** The text with every known secret replaced. */
  text(text: string): string;
  /** The same for all strings, numbers and keys inside a value. */
  json<T extends Json | undefined>(value: T): T;
}

const inString = (text: string) => JSON.stringify(text).slice(1, -1);

/** As encoded by Go, and so by `jsonencode`. */
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

/** The forms in which a secret may occur: plain, in JSON, in JSON within JSON, in a URL. */
const formsOf = (secret: string): string[] =>
  [secret, secret.trim()].flatMap((text) => {
    const escaped = [inString(text), inGoString(text)];
    return [text, ...escaped, ...escaped.flatMap((one) => [inString(one), inGoString(one)]), inUrl(text)];
  });

/** Sorted ranges of matches in a text; overlapping ones are merged. */
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

/** Masks the given values wherever they occur, except those shorter than `shortestKnown`. */
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
