import type { StateStore } from '../../../../scripts/aws/state-store';

/** What happens to a request. `late`: its response is lost, and it is carried out after others. */
export type Fault = 'none' | 'request lost' | 'answer lost' | 'late';

/** The same bucket over a bad connection: each request gets what `next` says. */
export function faultyStore(store: StateStore, next: () => Fault): StateStore {
  const late: (() => Promise<unknown>)[] = [];
  const lost = () => Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
  async function meet<T>(request: () => Promise<T>, changes: boolean): Promise<T> {
    // Others come in between at every request.
    await new Promise((resolve) => setImmediate(resolve));
    const fault = next();
    if (fault === 'request lost') throw lost();
    if (fault === 'late' && changes) {
      late.push(request);
      throw lost();
    }
    if (late.length > 0 && fault === 'none' && next() === 'late') await late.shift()?.();
    const answer = await request();
    if (fault === 'answer lost') throw lost();
    return answer;
  }
  return {
    ...store,
    list: (prefix) => meet(() => store.list(prefix), false),
    read: (key) => meet(() => store.read(key), false),
    etagOf: (key) => meet(() => store.etagOf(key), false),
    write: (key, text, seen) => meet(() => store.write(key, text, seen), true),
    remove: (key, seen) => meet(() => store.remove(key, seen), true),
  };
}
