import type { Node } from 'jsonc-parser';
import { formatPath, type Problem, plain } from '../problems';

/** A mistake as readers and checks report it; the path is still split into keys. */
export interface Finding {
  /** Relative to the root, with forward slashes. */
  file: string;
  path: readonly PropertyKey[];
  /** Only where it differs from the value at the path. */
  value?: unknown;
  message: string;
  remedy: string;
  line?: number;
  column?: number;
  /** Names the underlying mistake if it shows in several places, which are then reported together. */
  cause?: string;
}

/** What was read from one file. */
export interface Source {
  file: string;
  /** Undefined if the file could not be parsed. */
  value: unknown;
  /** JSON files only: text and syntax tree, which give a path's line and column. */
  json?: { text: string; tree: Node };
}

/** The value at a path, own properties only; undefined if there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

/** Line starts of the most recent text: a file with many mistakes asks once for each. */
let counted: { text: string; starts: number[] } | undefined;

function lineStarts(text: string): number[] {
  if (counted?.text !== text)
    counted = {
      text,
      starts: [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ 0: end, index }) => index + end.length)],
    };
  return counted.starts;
}

/** 1-based, as editors count. */
export function position(text: string, offset: number): { line: number; column: number } {
  const starts = lineStarts(text);
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - (starts[low] as number) + 1 };
}

/** The parts of a list or object by index or key; of a duplicate key, the last, as JSON.parse has it. */
const partsOf = new WeakMap<Node, Map<PropertyKey, Node>>();

function partAt(node: Node, key: PropertyKey): Node | undefined {
  const parts =
    partsOf.get(node) ??
    new Map<PropertyKey, Node>(
      (node.children ?? []).map((child, index) =>
        node.type === 'object' ? [child.children?.[0]?.value, child.children?.[1] as Node] : [index, child],
      ),
    );
  partsOf.set(node, parts);
  return parts.get(key);
}

/** Position of the value at a path, or of its nearest existing parent. */
function place({ json }: Source, path: readonly PropertyKey[]) {
  if (!json || path.length === 0) return {};
  let node = json.tree;
  for (const key of path) {
    const part = partAt(node, key);
    if (!part) break;
    node = part;
  }
  // The tree finds a property's value; a reader looks for its key.
  return position(json.text, node.parent?.type === 'property' ? node.parent.offset : node.offset);
}

/** Fills in what the file's text shows: the value, line and column. */
export function toProblem(finding: Finding, source: Source | undefined): Problem {
  const { file, path, message, remedy, line, column } = finding;
  const at = line === undefined ? source && place(source, path) : { line, column };
  const seen =
    'value' in finding ? finding.value : path.length > 0 ? valueAt(source?.value, path) : undefined;
  return { file, ...at, path: formatPath(path), value: plain(seen), message, remedy };
}
