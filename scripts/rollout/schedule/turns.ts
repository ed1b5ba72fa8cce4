/** A fixed number of turns, first come, first served. */
export class Turns {
  private readonly holders = new Set<string>();
  private readonly waiting: { id: string; begin(): void }[] = [];

  constructor(private readonly most: number) {}

  /**
   * Resolves when it is this one's turn, which it then keeps until `end`.
   * @param waits called if there is no free turn
   */
  async take(id: string, waits: () => void): Promise<void> {
    if (this.holders.has(id)) return;
    if (this.holders.size < this.most) {
      this.holders.add(id);
      return;
    }
    waits();
    await new Promise<void>((begin) => this.waiting.push({ id, begin }));
  }

  /** Ends its turn, if it has one, and passes that on. */
  end(id: string): void {
    if (!this.holders.delete(id)) return;
    const next = this.waiting.shift();
    if (!next) return;
    this.holders.add(next.id);
    next.begin();
  }
}
