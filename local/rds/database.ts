import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Fatal } from './errors';

/** PostgreSQL's message to clients when it is stopped. */
const shutdown = () => new Fatal('57P01', 'terminating connection due to administrator command');

/**
 * A PostgreSQL server with one session, in its own worker. Clients take turns, and keep their turn while a transaction
 * is open.
 */
export class Database {
  private readonly worker = new Worker(join(__dirname, 'postgres.cjs'));
  private readonly waiting = new Map<number, { resolve(answer: Buffer): void; reject(error: Error): void }>();
  private turns: Promise<void> = Promise.resolve();
  private sent = 0;
  /** The client that the session is currently prepared for. */
  owner: object | undefined;
  /** Fulfilled when the worker has ended, whether asked to or not. */
  readonly ended: Promise<void>;
  private over = false;

  constructor() {
    this.worker.on(
      'message',
      ({ id, answer, error }: { id: number; answer?: Uint8Array; error?: string }) => {
        const waiter = this.waiting.get(id);
        this.waiting.delete(id);
        if (answer) waiter?.resolve(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength));
        else waiter?.reject(new Error(error));
      },
    );
    this.worker.on('error', (error) => console.error(`local AWS: PostgreSQL ended: ${error.message}`));
    this.ended = new Promise((resolve) => {
      this.worker.once('exit', () => {
        this.over = true;
        for (const { reject } of this.waiting.values()) reject(shutdown());
        resolve();
      });
    });
  }

  /** Waits for the turn. Returns the function that ends it. */
  async turn(): Promise<() => void> {
    const before = this.turns;
    let done = () => {};
    this.turns = new Promise((resolve) => {
      done = resolve;
    });
    await before;
    return done;
  }

  /**
   * Sends protocol messages to the server. The caller must have the turn. Rejects with Fatal if the worker has ended.
   */
  async send(messages: Buffer): Promise<Buffer> {
    if (this.over) throw shutdown();
    this.sent += 1;
    const id = this.sent;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, data: messages });
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
    await this.ended;
  }
}
