import type { Finding } from '../../../environments/loading/finding';
import { lookOf } from '../../../environments/loading/look-alike';

/** The ids in use, and their owners. */
export interface TakenIds {
  /**
   * Claims an id and returns what is wrong with it.
   * @param where its file, with the line if known
   */
  take(id: string, where: string): Omit<Finding, 'file'>[];
}

/**
 * An id must be new, ignoring case, and resemble no other: people recognise tenants by it in URLs and mails. An existing
 * tenant may be named once.
 * @param existing path of each tenant's file, by id
 */
export function takenIds(existing: ReadonlyMap<string, string>): TakenIds {
  const drafts = new Map<string, string>();
  const spelt = new Map([...existing].map(([id, where]) => [id.toLowerCase(), { id, where }]));
  const looks = new Map([...existing].map(([id, where]) => [lookOf(id), { id, where }]));
  const wrong = (message: string) => [{ path: ['id'], message, remedy: 'choose another id' }];
  return {
    take(id, where) {
      if (id === '') return [];
      const [same, alike, draft] = [spelt.get(id.toLowerCase()), looks.get(lookOf(id)), drafts.get(id)];
      if (!drafts.has(id)) drafts.set(id, where);
      if (draft !== undefined) return wrong(`${draft} has this id already`);
      if (existing.has(id)) return [];
      if (same) return wrong(`${same.where} already has this id, in another case`);
      spelt.set(id.toLowerCase(), { id, where });
      if (alike) return wrong(`looks like "${alike.id}" of ${alike.where}`);
      looks.set(lookOf(id), { id, where });
      return [];
    },
  };
}
