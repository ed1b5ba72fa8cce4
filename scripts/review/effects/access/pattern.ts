/**
 * IAM patterns: `*` is any text, `?` one character, `${key}` the value of a condition key. All answers err on the
 * safe side: `covers` is true only if proved, `meets` is false only if proved.
 */

/** One character, a wildcard, or a variable as a whole. */
type Token = string;

const variable = /^\$\{/;

/** Puts consecutive wildcards into one order, so that `*?` and `?*` are equal. */
const tokensOf = (pattern: string): Token[] =>
  (pattern.match(/\$\{[^}]*\}|[*?]+|[\s\S]/g) ?? []).flatMap((part) =>
    /^[*?]/.test(part) ? [...part.replaceAll('*', ''), ...(part.includes('*') ? ['*'] : [])] : [part],
  );

/** Whether `a` matches `b`; `same` compares two tokens neither of which is `*`. */
function fits(
  a: readonly Token[],
  b: readonly Token[],
  stars: { left: (token: Token) => boolean; right: (token: Token) => boolean },
  same: (left: Token, right: Token) => boolean,
): boolean {
  // One row of the table at a time: row[j] says whether the rest of `a` matches `b` from j.
  let row = Array.from({ length: b.length + 1 }, (_, j) => b.slice(j).every(stars.right));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const next: boolean[] = Array.from({ length: b.length + 1 }, () => false);
    const left = a[i] as Token;
    for (let j = b.length; j >= 0; j -= 1) {
      const right = b[j];
      next[j] = stars.left(left)
        ? (row[j] as boolean) || (right !== undefined && (next[j + 1] as boolean))
        : right !== undefined && stars.right(right)
          ? (row[j] as boolean) || (next[j + 1] as boolean)
          : right !== undefined && same(left, right) && (row[j + 1] as boolean);
    }
    row = next;
  }
  return row[0] as boolean;
}

const never = () => false;
const isStar = (token: Token) => token === '*';
/** A variable's value may be anything. */
const isOpen = (token: Token) => token === '*' || variable.test(token);

/** Whether the first pattern matches every text that the second matches. */
export function textCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  // Treat the second's wildcards and variables as letters that only themselves or a wildcard of the first match.
  return fits(
    tokensOf(wide),
    tokensOf(narrow),
    { left: isStar, right: never },
    (left, right) => left === right || (left === '?' && right !== '*' && !variable.test(right)),
  );
}

/** Whether both patterns may match the same text. */
export const textMeets = (one: string, other: string): boolean =>
  fits(
    tokensOf(one),
    tokensOf(other),
    { left: isOpen, right: isOpen },
    (left, right) => left === right || left === '?' || right === '?',
  );

/** `arn`, partition, service, region, account, and the rest, which may contain colons. */
function segmentsOf(arn: string): string[] | undefined {
  // A variable may contain colons too: `${aws:username}`.
  const parts = arn.split(/:(?![^{}]*\})/);
  return parts.length < 6 || parts[0] !== 'arn'
    ? undefined
    : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/**
 * Whether the first ARN covers the second, part by part: a wildcard does not cross its part's colon
 * (IAM user guide, "Specifying resources with Amazon Resource Names").
 */
export function arnCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  const [parts, others] = [segmentsOf(wide), segmentsOf(narrow)];
  return (
    parts !== undefined &&
    others !== undefined &&
    parts.every((part, index) => textCovers(part, others[index] as string))
  );
}

/** Whether the first action covers the second; IAM ignores case in actions. */
export const actionCovers = (wide: string, narrow: string): boolean =>
  textCovers(wide.toLowerCase(), narrow.toLowerCase());

/** Whether both may match the same action. */
export const actionMeets = (one: string, other: string): boolean =>
  textMeets(one.toLowerCase(), other.toLowerCase());
