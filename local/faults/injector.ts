import { createHash } from 'node:crypto';
import type { Fault, Faults, Met } from './faults';

const none: Faults = { seed: 1, faults: [] };

/** A number from 0 up to 1, derived from a text. */
const chanceOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;

const isMet = (fault: Fault, request: Met): boolean =>
  (['account', 'region', 'service', 'operation'] as const).every(
    (key) => fault[key] === undefined || fault[key] === request[key],
  );

/** Decides which requests are hit by a fault. */
export class FaultInjector {
  private current = none;
  /** How many requests of each kind there have been. */
  private counts = new Map<string, number>();

  get faults(): Faults {
    return this.current;
  }

  /** Replaces the faults, and restarts the counts. */
  set(faults: Faults): void {
    this.current = faults;
    this.counts = new Map();
  }

  /** The fault that hits a request; if several match, the first. */
  next(request: Met): Fault | undefined {
    const { seed, faults } = this.current;
    const kind = [request.account, request.region, request.service, request.operation].join(' ');
    const count = this.counts.get(kind) ?? 0;
    this.counts.set(kind, count + 1);
    return faults.find(
      (fault, index) => isMet(fault, request) && chanceOf(`${seed} ${index} ${kind} ${count}`) < fault.share,
    );
  }
}
