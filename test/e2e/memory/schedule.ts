import type { Kill, TimedKill } from './kills';

/** Reproducible random numbers from 0 to 1 (Park and Miller, 1988). */
export function random(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Number of random times for each kind of kill. */
const moments: Record<TimedKill['what'], number> = { fleet: 50, terraform: 20, connection: 10, tree: 10 };

function shuffle<T>(items: readonly T[], next: () => number): T[] {
  const left = [...items];
  for (let n = left.length - 1; n > 0; n--) {
    const other = Math.floor(next() * (n + 1));
    [left[n], left[other]] = [left[other] as T, left[n] as T];
  }
  return left;
}

/**
 * All kills: before and after every write to the ledger, and at random times, in an order that the seed determines.
 * @param writes names of the lines of an undisturbed run's ledger
 */
export function schedule(writes: readonly string[], next: () => number): Kill[] {
  const atWrites = writes.flatMap((write) =>
    // If Terraform continues, it completes its stack, which leaves little to kill.
    [false, true].map((safe): Kill => ({ what: 'ledger', write, safe, terraform: next() < 0.75 })),
  );
  const timed = Object.entries(moments).flatMap(([what, count]) =>
    Array.from({ length: count }, (): Kill => {
      // Successive runs on a fleet have less and less to do; together they cover all times.
      const afterMs = 2000 + Math.round(next() * 38_000);
      return { what: what as TimedKill['what'], afterMs };
    }),
  );
  return shuffle([...atWrites, ...timed], next);
}
