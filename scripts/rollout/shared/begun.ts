import type { StateStore } from '../../aws/state-store';
import { usageError } from '../../cli/errors';
import type { StackFacts } from '../../plan-set/facts';
import type { StackModel } from '../../review/model';

/** What all runners of a board have to agree on. */
export interface SharedRequest {
  environment: string;
  /** Commit of the project, with `-dirty` if files differ from it; null outside git. */
  commit: string | null;
  /** Hash of every selected stack's content, by id. */
  contents: Readonly<Record<string, string>>;
  /** Values of `--remove`. */
  remove: readonly string[];
  /** `--refresh` */
  refresh: boolean;
  /** `--approve-each` */
  approveEach: boolean;
  /** Hash of the given plan set's review model; null without one. */
  planSet: string | null;
  /** The environment's limits, budget and gates. */
  rollout: object;
}

/** What the first runner has recorded for the others. */
export interface Begun {
  version: 1;
  request: SharedRequest;
  /** Who began it: `ada@laptop (process 4711)`. */
  by: string;
  /** Ids of the stacks to roll out; the others were unchanged since they were last applied. */
  stacks: readonly string[];
  /** As in the review model. */
  production: boolean;
  /** The first runner's review, masked, so that the others judge by the same. */
  review: Readonly<Record<string, { model: StackModel; facts: StackFacts }>>;
}

/** Key prefix of everything that belongs to a board. */
export const boardPrefix = (name: string): string => `board/${name}/`;
const begunKey = (name: string) => `${boardPrefix(name)}begun.json`;

/** What a board was begun for; undefined if it has not begun. */
export async function readBegun(store: StateStore, name: string): Promise<Begun | undefined> {
  const found = await store.read(begunKey(name));
  if (!found) return undefined;
  const begun: Begun = JSON.parse(found.text);
  if (begun.version !== 1)
    throw usageError(
      `the board ${name} was begun by another version of fleet`,
      'bring this checkout up to date, or name another board',
    );
  return begun;
}

/** Begins a board; returns false if another runner was faster. */
export const begin = async (store: StateStore, name: string, begun: Begun): Promise<boolean> =>
  (await store.write(begunKey(name), JSON.stringify(begun), undefined)) !== undefined;

const mostNamed = 10;

/** Human-readable list of stacks that differ. */
function stacksThatDiffer(theirs: SharedRequest['contents'], ours: SharedRequest['contents']): string[] {
  const ids = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].sort();
  const differing = ids.flatMap((id) => {
    if (theirs[id] === ours[id]) return [];
    if (!theirs[id]) return [`${id} is selected here, but not there`];
    return [ours[id] ? `${id} has different content here` : `${id} is not selected here`];
  });
  const more = differing.length - mostNamed;
  return more > 0 ? [...differing.slice(0, mostNamed), `and ${more} more stacks`] : differing;
}

/** Throws a usage error that lists every reason why this runner may not join. */
export function refuseOthers(name: string, { request: theirs, by }: Begun, ours: SharedRequest): void {
  const { contents: _, ...rest } = theirs;
  const words = (value: unknown) => JSON.stringify(value);
  const reasons = [
    ...(Object.keys(rest) as (keyof typeof rest)[])
      .filter((field) => words(theirs[field]) !== words(ours[field]))
      .map((field) => `${field} is ${words(theirs[field])} there, but ${words(ours[field])} here`),
    ...stacksThatDiffer(theirs.contents, ours.contents),
  ];
  if (reasons.length > 0)
    throw usageError(
      `the board ${name} was begun for something else by ${by}:\n  ${reasons.join('\n  ')}`,
      'check out the same commit and give the same flags, or name another board',
      { reasons },
    );
}
