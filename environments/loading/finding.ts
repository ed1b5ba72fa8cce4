import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { formatPath, type Problem, plain } from '../problems';

/** A mistake as readers and checks see it: the path is still in parts. */
export interface Finding {
  /** Relative to the root, with forward slashes. */
  file: string;
  path: readonly PropertyKey[];
  /** Only where it is not simply what stands at the path. */
  value?: unknown;
  message: string;
  remedy: string;
  line?: number;
  column?: number;
}

/** What was read of one file. */
export interface Source {
  file: string;
  /** Undefined when the file could not be understood. */
  value: unknown;
  /** JSON files only: text and its tree, from which a path's line and column are known. */
  json?: { text: string; tree: Node };
}

/** The value at a path, own properties only; undefined where there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

/** 1-based, as editors count. */
export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}

/** Place of the value at a path, or of the nearest thing around it when that is missing. */
function place({ json }: Source, path: readonly PropertyKey[]) {
  if (!json || path.length === 0) return {};
  for (let depth = path.length; depth >= 0; depth--) {
    const node = findNodeAtLocation(json.tree, path.slice(0, depth) as (string | number)[]);
    // A property is found by its value; people look for its key.
    if (node) return position(json.text, node.parent?.type === 'property' ? node.parent.offset : node.offset);
  }
  return {};
}

/** Fills in what the file's own text tells: the value seen, line and column. */
export function toProblem(finding: Finding, source: Source | undefined): Problem {
  const { file, path, message, remedy, line, column } = finding;
  const at = line === undefined ? source && place(source, path) : { line, column };
  const seen =
    'value' in finding ? finding.value : path.length > 0 ? valueAt(source?.value, path) : undefined;
  return { file, ...at, path: formatPath(path), value: plain(seen), message, remedy };
}
