import { inspect, isDeepStrictEqual } from 'node:util';

/** One mistake in the configuration, with everything needed to fix it. */
export interface Problem {
  /** Relative to the root, with forward slashes. */
  file: string;
  /** 1-based, where known: JSON files and syntax errors. */
  line?: number;
  column?: number;
  /** Where in the file, such as `cells["eu-central-1"]`; empty if it concerns the file itself. */
  path: string;
  /** The value found there; undefined if missing. */
  value: unknown;
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  remedy: string;
}

const longestValue = 120;

/** The value as JSON can express it; what JSON cannot (a function, NaN, a cycle) is described in words. */
export function plain(value: unknown): unknown {
  try {
    const lost = value !== undefined && JSON.parse(JSON.stringify(value) ?? 'null') === null;
    return lost && value !== null ? inspect(value) : value;
  } catch {
    return inspect(value, { depth: 1 });
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(plain(value));
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** Strips characters with which a file could control the terminal, or reorder or hide text. */
const printable = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');

/** @param last last line of several that have the same problem */
function format({ file, line, column, path, value, message, remedy }: Problem, last = line): string {
  const lines = last === line ? `${line}:${column ?? 1}` : `${line}-${last}`;
  const place = line === undefined ? file : `${file}:${lines}`;
  const what = [place, path, value === undefined ? '' : `= ${show(value)}`].filter((part) => part !== '');
  return [what.join(' '), `  ${message}`, `  remedy: ${remedy}`].map(printable).join('\n');
}

/** Whether a problem repeats that of the row before: a thousand rows may all have it. Places in code have a column. */
function isSame(one: Problem, before: Problem, lines: number): boolean {
  const { line, ...rest } = one;
  const { line: first, ...other } = before;
  return (
    first !== undefined &&
    one.column === undefined &&
    line === first + lines &&
    isDeepStrictEqual(rest, other)
  );
}

/** Each problem as text. Identical problems of consecutive lines are reported once. */
function described(problems: readonly Problem[]): string[] {
  const runs: Problem[][] = [];
  for (const problem of problems) {
    const run = runs.at(-1);
    if (run && isSame(problem, run[0] as Problem, run.length)) run.push(problem);
    else runs.push([problem]);
  }
  return runs.map((run) => format(run[0] as Problem, run.at(-1)?.line));
}

/** Plain lines for a terminal or a log: every problem with its location, and the total. */
export function formatProblems(problems: readonly Problem[]): string {
  const files = new Set(problems.map(({ file }) => file)).size;
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;
  return [
    ...described(problems),
    `${count(problems.length, 'problem')} in ${count(files, 'file')}; nothing was changed`,
  ].join('\n');
}

/** `cells["eu-central-1"]`, `groups[2]`, `password.history`, `--regions[0]`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = String(key);
      if (!/^([A-Za-z_$][\w$]*|--[a-z-]+)$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);

/** By file, then by place: the same order on every machine. */
export const sortProblems = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort(
    (a, b) =>
      compare(a.file, b.file) ||
      compare(a.line ?? 0, b.line ?? 0) ||
      compare(a.column ?? 0, b.column ?? 0) ||
      compare(a.path, b.path) ||
      compare(a.message, b.message),
  );
