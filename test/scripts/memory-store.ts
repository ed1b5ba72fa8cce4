import type { StateStore } from '../../scripts/aws/state-store';

/** A state bucket in memory, with the conditions of S3's writes. */
export interface MemoryStore extends StateStore {
  objects: Map<string, { text: string; etag: string }>;
  /** Called before each write; may throw as AWS would, or write as someone else would. */
  beforeWrite(key: string): void;
}

export function memoryStore(): MemoryStore {
  const objects: MemoryStore['objects'] = new Map();
  let writes = 0;
  const store: MemoryStore = {
    bucket: 'states',
    objects,
    beforeWrite: () => {},
    list: async (prefix = '') =>
      [...objects].filter(([key]) => key.startsWith(prefix)).map(([key, { etag }]) => ({ key, etag })),
    read: async (key) => objects.get(key),
    etagOf: async (key) => objects.get(key)?.etag,
    async write(key, text, seen) {
      store.beforeWrite(key);
      if (objects.get(key)?.etag !== seen) return undefined;
      const etag = `"${++writes}"`;
      objects.set(key, { text, etag });
      return etag;
    },
    async remove(key, seen) {
      return objects.get(key)?.etag === seen && objects.delete(key);
    },
    close: () => {},
  };
  return store;
}
