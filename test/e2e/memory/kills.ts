import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';
import { runningTerraforms } from '../../../scripts/terraform/running';
import { fleetOn } from '../../stacks/every-option-root';
import { type Ended, type Running, start } from '../fleet/fleet';

/** What is killed, and when. */
export type Kill =
  /** `fleet`, with its process group; Terraform goes on. */
  | { what: 'fleet' | 'terraform' | 'tree'; afterMs: number }
  /** Every connection to AWS, and none comes again. */
  | { what: 'connection'; afterMs: number }
  /** `fleet` kills itself just before its n-th line of a ledger is safe on the disk, or just after. */
  | { what: 'ledger'; line: number; safe: boolean };

export const describeKill = (kill: Kill): string =>
  kill.what === 'ledger'
    ? `fleet ${kill.safe ? 'after' : 'before'} line ${kill.line} of its ledger was safe`
    : `${kill.what} after ${kill.afterMs} ms`;

/** Numbers from 0 to 1 that come again with the same seed (Park and Miller, 1988). */
export function random(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The way from a command to the local AWS, which can be cut. */
export interface Wire {
  endpoint: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Passes connections on to an endpoint until it is cut; then they are reset, and new ones, too. */
export async function wireTo(endpoint: string): Promise<Wire> {
  const { hostname, port } = new URL(endpoint);
  const sockets = new Set<Socket>();
  let whole = true;
  const server: Server = createServer((near) => {
    near.on('error', () => {});
    if (!whole) return void near.resetAndDestroy();
    const far = openSocket(Number(port), hostname);
    far.on('error', () => near.destroy());
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as { port: number };
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    endpoint: `http://127.0.0.1:${own}`,
    cut,
    mend() {
      whole = true;
    },
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Kills the process at the n-th `fsync`: only ledgers are synced line by line. */
const dieAt = ({ line, safe }: { line: number; safe: boolean }) => `
  const fs = require('node:fs');
  const sync = fs.fsyncSync;
  let left = ${line};
  fs.fsyncSync = (descriptor) => {
    const last = --left === 0;
    if (last && ${!safe}) process.kill(process.pid, 'SIGKILL');
    sync(descriptor);
    if (last) process.kill(process.pid, 'SIGKILL');
  };`;

/** Where and how a command runs. */
export interface Victim {
  root: string;
  state: string;
  env: NodeJS.ProcessEnv;
  args: readonly string[];
  wire: Wire;
}

const begin = ({ root, env, args }: Victim, before = ''): Running =>
  start(process.execPath, ['-e', `${before}${fleetOn(root)}`, '--', ...args], env);

/** Runs the command to its end. */
export const runWhole = (victim: Victim): Promise<Ended> => begin(victim).ended;

/** Sends SIGKILL to a process group, if it is still there. */
function kill(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {}
}

/**
 * Runs the command, and kills something in the middle.
 * @returns how it ended, and whether it was over before
 */
export async function runAndKill(victim: Victim, what: Kill): Promise<{ ended: Ended; over: boolean }> {
  const running = begin(victim, what.what === 'ledger' ? dieAt(what) : '');
  if (what.what === 'ledger') {
    const ended = await running.ended;
    return { ended, over: ended.code !== null };
  }
  let timer: NodeJS.Timeout | undefined;
  const over = await Promise.race([
    running.ended.then(() => true),
    new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), what.afterMs);
    }),
  ]);
  clearTimeout(timer);
  if (over) return { ended: await running.ended, over };
  const terraforms = runningTerraforms(victim.state);
  if (what.what === 'connection') victim.wire.cut();
  // First fleet, so that it cannot see Terraform die.
  if (what.what === 'fleet' || what.what === 'tree') kill(running.child.pid);
  if (what.what === 'terraform' || what.what === 'tree') for (const { pid } of terraforms) kill(pid);
  const ended = await running.ended;
  victim.wire.mend();
  return { ended, over };
}
