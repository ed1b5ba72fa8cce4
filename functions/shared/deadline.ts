import { Denied } from './denied';

/** Waits for `run` at most this long, then rejects with Denied (`store-timeout`). */
export async function within<T>(milliseconds: number, run: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Denied('store-timeout', { error: 'Deadline' })), milliseconds);
  });
  try {
    return await Promise.race([run(), late]);
  } finally {
    clearTimeout(timer);
  }
}
