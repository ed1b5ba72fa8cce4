/** Values of attributes, for a person. No I/O: the page uses it, too. */
import type { AttributeChange, Json } from '../model';

/** Instead of a value that a reader may not see, or that nobody knows. */
export const secretMark = '(secret)';
export const unknownMark = '(known after apply)';
export const unsetMark = '(not set)';

/** As JSON; several lines where it holds something. */
export function valueLines(value: Json): string {
  // A policy's text reads better as the text that it is.
  if (typeof value === 'string') return value.includes('\n') ? value : JSON.stringify(value);
  const short = JSON.stringify(value);
  return short.length <= 60 ? short : JSON.stringify(value, null, 2);
}

/** Marks instead of values are told apart from texts that look like them. */
export interface Shown {
  text: string;
  mark: boolean;
}

const shown = (value: Json | undefined): Shown =>
  value === undefined ? { text: unsetMark, mark: true } : { text: valueLines(value), mark: false };

export const beforeOf = ({ secret, before }: AttributeChange): Shown =>
  secret ? { text: secretMark, mark: true } : shown(before);

export function afterOf({ secret, unknown, after }: AttributeChange): Shown {
  if (secret) return { text: secretMark, mark: true };
  return unknown ? { text: unknownMark, mark: true } : shown(after);
}

/** One line of a comparison: in both, only before, or only after. */
export interface DiffLine {
  kind: ' ' | '-' | '+';
  text: string;
}

/** A comparison of more lines would take long, and nobody would read it. */
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

/** How many lines the ends of both have in common, from line i of one and line j of the other. */
function commonLengths(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at;
}
