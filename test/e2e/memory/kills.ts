import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';
import { runningTerraforms } from '../../../scripts/terraform/running';
import { fleetOn } from '../../stacks/every-option-root';
import { type Ended, newestLog, ok, type Running, start, until } from '../fleet/fleet';

/** What is killed, and when. */
export type Kill =
  | {
      /**
       * `fleet`: with its process group, while Terraform goes on. `tree`: both. `connection`: every connection to AWS,
       * and none comes again.
       */
      what: 'fleet' | 'terraform' | 'tree' | 'connection';
      afterMs: number;
      /** The time counts from the first resource that an apply of this stack has made, not from the start. */
      made?: string;
    }
  /** `fleet` kills itself just before its n-th line of a ledger is safe on the disk, or just after. */
  | { what: 'ledger'; line: number; safe: boolean };

export const describeKill = (kill: Kill): string =>
  kill.what === 'ledger'
    ? `fleet ${kill.safe ? 'after' : 'before'} line ${kill.line} of its ledger was safe`
    : `${kill.what} after ${kill.afterMs} ms${kill.made ? ` of the first resource of ${kill.made}` : ''}`;

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

/** Whether a time passes before something else ends. */
async function passed(ms: number, end: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), ms);
  });
  const first = await Promise.race([time, end.then(() => false)]);
  clearTimeout(timer);
  return first;
}

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
  const { made } = what;
  const isMade = () => newestLog(victim.state, made ?? '').includes('"type":"apply_complete"');
  const over =
    (made !== undefined && !(await until(isMade, running))) || !(await passed(what.afterMs, running.ended));
  if (over) return { ended: await running.ended, over };
  const found = () => runningTerraforms(victim.state);
  // Between two of them there is none.
  if (what.what === 'terraform') await until(() => found().length > 0, running);
  const terraforms = found();
  if (what.what === 'connection') {
    victim.wire.cut();
    // The provider would go on asking for half an hour; somebody looks on, and presses Ctrl-C.
    process.kill(running.child.pid as number, 'SIGINT');
  }
  // First fleet, so that it cannot see Terraform die.
  if (what.what === 'fleet' || what.what === 'tree') kill(running.child.pid);
  if (what.what === 'terraform' || what.what === 'tree') for (const { pid } of terraforms) kill(pid);
  const ended = await running.ended;
  victim.wire.mend();
  return { ended, over };
}

/**
 * A stack whose state could not be saved says so, and waits until somebody has pushed it: does that.
 * @param fleet runs a command of the same project
 * @returns the stacks whose states were pushed
 */
export async function pushUnsaved(
  { stdout }: Ended,
  fleet: (...args: string[]) => Promise<Ended>,
): Promise<string[]> {
  const said = /npx (fleet state push) --env (\S+) --stack (\S+)"/g;
  const unsaved = [...stdout.matchAll(said)].map(([, , env = '', stack = '']) => ({ env, stack }));
  for (const { env, stack } of unsaved)
    ok(await fleet('state', 'push', '--env', env, '--stack', stack, '--yes'));
  return unsaved.map(({ stack }) => stack);
}
