/** Virtual time that advances only when nothing else is left to do. */
export class VirtualClock {
  now = 0;
  #sequence = 0;
  #timers: { at: number; sequence: number; wake: () => void }[] = [];

  sleep(time: number): Promise<void> {
    return new Promise((wake) => {
      this.#timers.push({ at: this.now + time, sequence: this.#sequence++, wake });
    });
  }

  /** Advances time until no timer is left. Throws if that takes longer than `most`. */
  async run(most: number): Promise<void> {
    for (;;) {
      // First let everything that is due now finish.
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.#timers.sort((a, b) => a.at - b.at || a.sequence - b.sequence);
      if (!next) return;
      this.#timers.shift();
      this.now = next.at;
      if (this.now > most) throw new Error(`the simulation is still running at ${this.now}`);
      next.wake();
    }
  }
}
