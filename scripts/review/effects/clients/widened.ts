import type { EffectContext, PlannedResource } from '../../planned';
import { texts, unknownAt, valueAt } from '../values';
import { clientsBefore } from './before';

/** Normalises a list: the meaning of an empty one, and equivalent entries. */
export type Meaning = (list: readonly string[]) => readonly string[];

const literally: Meaning = (list) => list;

/**
 * Entries in a client's list that none of its comparison clients had. If a list is only partly known, its known
 * entries count.
 */
export function widened(
  change: PlannedResource,
  context: Pick<EffectContext, 'resources'>,
  path: string,
  meaning: Meaning = literally,
): string[] {
  const clients = clientsBefore(change, context);
  const known = texts(valueAt(change.after, path));
  // A list that looks empty may only be unknown, and then does not have an empty list's meaning.
  if (clients.length === 0 || (known.length === 0 && unknownAt(change, path))) return [];
  const before = new Set(clients.flatMap((client) => meaning(texts(valueAt(client, path)))));
  return meaning(known).filter((one) => !before.has(one));
}
