type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Difference {
  /** Location: `*` stands for the name of a resource or an index in a list. */
  path: string;
  ours: string;
  theirs: string;
  /** Number of occurrences. */
  count: number;
}

const shown = (value: Json | undefined) => (value === undefined ? 'nothing' : JSON.stringify(value));
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function* unlike(ours: Json | undefined, theirs: Json | undefined, path: string[]): Generator<Difference> {
  if (isObject(ours) && isObject(theirs) && Array.isArray(ours) === Array.isArray(theirs)) {
    const [left, right] = [ours, theirs] as [Record<string, Json>, Record<string, Json>];
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      // Resources by type and then by name.
      const named = Array.isArray(ours) || (path.length === 2 && path[0] === 'resource');
      yield* unlike(left[key], right[key], [...path, named ? '*' : key]);
    }
  } else if (ours !== theirs)
    yield { path: path.join('.'), ours: shown(ours), theirs: shown(theirs), count: 1 };
}

/** Differences between two sets of documents; equal ones are listed once, with a count. */
export function differencesOf(ours: Record<string, Json>, theirs: Record<string, Json>): Difference[] {
  const found = new Map<string, Difference>();
  for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)]))
    for (const difference of unlike(ours[name], theirs[name], [])) {
      const key = JSON.stringify([difference.path, difference.ours, difference.theirs]);
      const known = found.get(key);
      if (known) known.count += 1;
      else found.set(key, difference);
    }
  return [...found.values()];
}
