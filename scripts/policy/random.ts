/** Pseudo-random numbers from a seed, so that two runs of a command agree. */
export interface Random {
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Undefined only for an empty list. */
  pick<T>(items: readonly T[]): T | undefined;
  /** Each item with this probability. */
  some<T>(items: readonly T[], probability: number): T[];
}

/** The generator "mulberry32", seeded by a text's FNV-1a hash. Good enough to vary test requests; not for secrets. */
export function randomOf(seed: string): Random {
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) as number), 0x01000193);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
    some: (items, probability) => items.filter(() => next() < probability),
  };
}
