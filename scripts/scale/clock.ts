/** Time that passes only when nothing else is left to do. */
export class VirtualClock {
  now = 0;
  #sequence = 0;
  #timers: { at: number; sequence: number; wake: () => void }[] = [];

  sleep(time: number): Promise<void> {
    return new Promise((wake) => {
      this.#timers.push({ at: this.now + time, sequence: this.#sequence++, wake });
    });
  }

  /** Lets time pass until nobody waits for it any more. Throws when that takes too long. */
  async run(most: number): Promise<void> {
    for (;;) {
      // After all that is to be done at this moment.
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#timers.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
      if (!next) return;
      this.#timers.shift();
      this.now = next.at;
      if (this.now > most) throw new Error(`still not over at ${this.now}`);
      next.wake();
    }
  }
}
