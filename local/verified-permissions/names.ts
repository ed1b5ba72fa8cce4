import { conflict, type ResourceType } from './errors';

interface Named {
  sequence: number;
  name?: string;
}

/** The item with that id, or with that name if `name/…` is given. */
export function byIdOrName<Item extends Named>(
  items: ReadonlyMap<string, Item>,
  key: string,
): Item | undefined {
  return key.startsWith('name/') ? [...items.values()].find(({ name }) => name === key) : items.get(key);
}

/**
 * An item's name after a request: omitted keeps the old one, empty removes it. Throws ConflictException if another item
 * of the store has it.
 */
export function nameAfter<Item extends Named>(
  items: ReadonlyMap<string, Item>,
  asked: string | undefined,
  own: Item | undefined,
  resourceType: ResourceType,
): string | undefined {
  if (asked === undefined) return own?.name;
  if (asked === '') return undefined;
  const holder = [...items].find(([, { name, sequence }]) => name === asked && sequence !== own?.sequence);
  if (holder) throw conflict(`The name ${asked} is taken in this policy store.`, resourceType, holder[0]);
  return asked;
}
