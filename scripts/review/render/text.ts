/** Makes text from any source safe to show. No I/O: the page uses it too. */

/**
 * Characters that are invisible or misleading: control characters (terminal escape
 * sequences), format characters (which change the reading direction, "Trojan Source", CVE-2021-42574), unassigned ones.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\u2028\u2029]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** On one line, with invisible characters escaped: `\u{202e}`. */
export const visible = (text: string): string =>
  text.replace(invisible, (found) => short[found] ?? `\\u{${found.codePointAt(0)?.toString(16)}}`);

/** The same, but keeps line breaks. */
export const visibleLines = (text: string): string => text.split(/\r?\n/).map(visible).join('\n');

/** Truncates to `most` code points, ending in an ellipsis. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${[...text].slice(0, most - 1).join('')}…`;
}

const numbers = new Intl.NumberFormat('en');

/** `1,530` */
export const number = (value: number): string => numbers.format(value);

/** `1 stack`, `1,530 stacks`, `2 policies`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** The first few, and the number of others: `a, b and 12 others`. */
export function few(items: readonly string[], most: number): string {
  const left = items.length - most;
  if (left <= 0) return items.join(', ');
  return `${items.slice(0, most).join(', ')} and ${count(left, 'other')}`;
}
