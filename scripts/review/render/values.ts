/** Human-readable attribute values. No I/O: the page uses it too. */
import type { AttributeChange, Json } from '../model';

/** Shown instead of a secret or unknown value. */
export const secretMark = '(secret)';
const unknownMark = '(known after apply)';
const unsetMark = '(not set)';

/** Longer values are written on several lines. */
const longest = 60;

const isLong = (value: Json | undefined) =>
  typeof value === 'object' && value !== null && JSON.stringify(value).length > longest;

/** As JSON. A multi-line string, such as a policy, is more readable as plain text. */
function lines(value: Json, long: boolean): string {
  if (typeof value === 'string') return value.includes('\n') ? value : JSON.stringify(value);
  return long ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

/** Distinguishes marks from strings that look like them. */
export interface Shown {
  text: string;
  mark: boolean;
}

/** Both sides of an attribute; on several lines if either needs it, so that they can be compared. */
export function sidesOf({ before, after, secret, unknown }: AttributeChange): {
  before: Shown;
  after: Shown;
} {
  const mark = (text: string): Shown => ({ text, mark: true });
  const long = isLong(before) || isLong(after);
  const shown = (value: Json | undefined): Shown =>
    value === undefined ? mark(unsetMark) : { text: lines(value, long), mark: false };
  if (secret) return { before: mark(secretMark), after: mark(secretMark) };
  return { before: shown(before), after: unknown ? mark(unknownMark) : shown(after) };
}

/** One line of a diff: in both, only before, or only after. */
export interface DiffLine {
  kind: ' ' | '-' | '+';
  text: string;
}

/** A longer diff would take long, and nobody would read it. */
const mostLines = 400;

/** Line by line, by the longest common subsequence; beyond `mostLines` everything before, then everything after. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const whole = (): DiffLine[] => [
    ...a.map((text): DiffLine => ({ kind: '-', text })),
    ...b.map((text): DiffLine => ({ kind: '+', text })),
  ];
  if (a.length > mostLines || b.length > mostLines) return whole();
  const common = commonLengths(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      lines.push({ kind: ' ', text: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || common(i + 1, j) >= common(i, j + 1))) {
      lines.push({ kind: '-', text: left });
      i++;
    } else {
      lines.push({ kind: '+', text: right ?? '' });
      j++;
    }
  }
  return lines;
}

/** Length of the longest common subsequence from line i of one and line j of the other. */
function commonLengths(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at;
}
