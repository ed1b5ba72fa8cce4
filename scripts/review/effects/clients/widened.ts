import type { EffectContext, PlannedResource } from '../../planned';
import { texts, unknownAt, valueAt } from '../values';
import { clientsBefore } from './before';

/** What an empty list means, and how entries are written that mean the same. */
export type Meaning = (list: readonly string[]) => readonly string[];

const literally: Meaning = (list) => list;

/**
 * What a list of a client has that none of those it is compared with had. Of a list that is not wholly known the known
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
  // What looks empty may only be unknown, and does not mean what an empty list does.
  if (clients.length === 0 || (known.length === 0 && unknownAt(change, path))) return [];
  const before = new Set(clients.flatMap((client) => meaning(texts(valueAt(client, path)))));
  return meaning(known).filter((one) => !before.has(one));
}
