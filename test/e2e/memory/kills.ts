import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningTerraforms } from '../../../scripts/terraform/running';
import { findTerraform } from '../../../scripts/terraform/tool';
import { fleetOn } from '../../stacks/every-option-root';
import { type Ended, newestLog, ok, type Running, start, until } from '../fleet/fleet';
import { describeLedgerKill, type LedgerKill } from './ledger-writes';
import type { Wire } from './wire';

/** A kill at a given time. */
export interface TimedKill {
  /**
   * `fleet`: with its process group, while Terraform continues. `tree`: both. `connection`: every connection to AWS,
   * permanently.
   */
  what: 'fleet' | 'terraform' | 'tree' | 'connection';
  afterMs: number;
  /** The time counts from the first resource that an apply of this stack has created, not from the start. */
  made?: string;
}

/** What is killed, and when. */
export type Kill = TimedKill | LedgerKill;

export const describeKill = (kill: Kill): string =>
  kill.what === 'ledger'
    ? describeLedgerKill(kill)
    : `${kill.what} after ${kill.afterMs} ms${kill.made ? ` of the first resource of ${kill.made}` : ''}`;

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

/** Writes a Terraform that applies a stack two resources at a time, since `fleet` has no such setting. Returns its path. */
export function fewAtOnce(folder: string, stack: string): string {
  const file = join(folder, 'terraform');
  const script = `#!/bin/sh
case "$PWD $1" in *-${stack}\\ apply) shift; set -- apply -parallelism=2 "$@" ;; esac
exec '${findTerraform(process.env).path}' "$@"
`;
  writeFileSync(file, script, { mode: 0o755 });
  return file;
}

/** Sends SIGKILL to a process group, if it still exists. */
function kill(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {}
}

/** Kills `fleet` first, then every Terraform, so that `fleet` cannot see them die. */
export function killTree(running: Running, state: string): void {
  const terraforms = runningTerraforms(state);
  kill(running.child.pid);
  for (const { pid } of terraforms) kill(pid);
}

/**
 * Runs the command, which kills itself at the first of these writes to its ledger.
 * @returns its result, and the write; undefined if it was not killed
 */
export async function runAndDie(
  victim: Victim,
  kills: readonly LedgerKill[],
): Promise<{ ended: Ended; at: LedgerKill | undefined }> {
  const dieAt = `require('./bin/typescript'); require('./test/e2e/memory/ledger-writes').dieAt(${JSON.stringify(kills)});`;
  const ended = await begin(victim, dieAt).ended;
  const said = ended.stderr.split('\n');
  const at = ended.code === null ? kills.find((one) => said.includes(describeLedgerKill(one))) : undefined;
  if (at?.terraform) for (const { pid } of runningTerraforms(victim.state)) kill(pid);
  return { ended, at };
}

/**
 * Runs the command, and kills something during the run.
 * @returns its result, and whether it ended before the kill
 */
export async function runAndKill(victim: Victim, what: TimedKill): Promise<{ ended: Ended; over: boolean }> {
  const running = begin(victim);
  const { made } = what;
  const isMade = () => newestLog(victim.state, made ?? '').includes('"type":"apply_complete"');
  const tooLate =
    (made !== undefined && !(await until(isMade, running))) || !(await passed(what.afterMs, running.ended));
  if (tooLate) return { ended: await running.ended, over: true };
  if (what.what === 'terraform') {
    const found = () => runningTerraforms(victim.state);
    // There may be none between two Terraform commands.
    await until(() => found().length > 0, running);
    for (const { pid } of found()) kill(pid);
  }
  if (what.what === 'connection') {
    victim.wire.cut();
    // The provider would retry for half an hour, so an operator ends it.
    process.kill(running.child.pid as number, 'SIGTERM');
  }
  if (what.what === 'fleet') kill(running.child.pid);
  if (what.what === 'tree') killTree(running, victim.state);
  const ended = await running.ended;
  victim.wire.mend();
  return { ended, over: ended.code === 0 };
}

/**
 * Pushes states that could not be saved, as the command's output asks.
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
