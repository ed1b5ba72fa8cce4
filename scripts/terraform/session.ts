import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { isDiskFull } from '../cli/disk';
import { type FleetError, failure, interruption } from '../cli/errors';
import { type Change, changeOf } from './changes';
import type { TerraformEnvironment } from './environment';
import { formatErrors, lockInfo } from './events';
import { isInitialized, noteInitialized } from './initialized';
import { type RunResult, runTerraform } from './run';

/** One stack in its work folder, while a command runs. */
export interface StackSession {
  id: string;
  folder: string;
  /** Terraform's whole output of this run. */
  log: string;
  terraform: TerraformEnvironment;
  /** Aborted: nothing new is started. */
  stop: AbortSignal;
  /** Aborted: running work is asked to stop gracefully. */
  tell: AbortSignal;
  /** Reports progress: a phase, and a short detail within it. */
  report(phase: string, detail?: string): void;
}

/** Matches AWS errors for a name that is taken. */
const existsAlready = /already ?(exists|owned)/i;

/** Matches IAM's error if the account already has the CI system's OIDC provider. */
const providerExists = /OIDC Provider.*EntityAlreadyExists/s;

/** The remedy for something that already exists; undefined for every other error. */
function adoption(errors: string, folder: string): string | undefined {
  if (!existsAlready.test(errors)) return undefined;
  const adopt =
    'no known rollout created it; if it belongs to the stack, adopt it and run again: ' +
    `cd ${folder} && terraform import <address> <id>`;
  if (!providerExists.test(errors)) return adopt;
  return `if the account already had its OIDC provider, set pipelineProvider: 'existing' for it;\n  ${adopt}`;
}

/** What to report about a Terraform command that failed. */
function explain(id: string, command: string, { diagnostics, tail }: RunResult, folder: string): FleetError {
  const lock = diagnostics.map(lockInfo).find(Boolean);
  if (lock)
    return failure(
      `the state of ${id} is locked by ${lock.who} (${lock.operation}, since ${lock.created}; lock ID ${lock.id})`,
      'wait until that run has ended; if it was killed and nothing else is running there, release it: ' +
        `cd ${folder} && terraform force-unlock ${lock.id}`,
    );
  const errors =
    formatErrors(diagnostics) ||
    tail
      .slice(
        Math.max(
          0,
          tail.findIndex((l) => /Error:/.test(l)),
        ),
      )
      .join('\n');
  return failure(
    `terraform ${command} of ${id} failed:\n${errors || 'it gave no reason'}`,
    adoption(errors, folder),
  );
}

async function run(
  session: StackSession,
  args: readonly string[],
  onEvent?: Parameters<typeof runTerraform>[2]['onEvent'],
) {
  const { terraform, folder, log, stop, tell, id } = session;
  const result = await runTerraform(terraform, args, { cwd: folder, log, stop, tell, onEvent });
  // `plan -detailed-exitcode` says 2 for "there are changes".
  if (result.exitCode === 0 || (args[0] === 'plan' && result.exitCode === 2)) return result;
  if (result.killed)
    throw failure(
      `terraform ${args[0]} of ${id} was killed (${result.killed})`,
      'run the same command again: what it created but did not save is found and adopted',
    );
  if (result.interrupted)
    throw interruption(`terraform ${args[0]} of ${id} was interrupted and has ended gracefully`);
  // Terraform could not write its own message about that either.
  if (isDiskFull(folder))
    throw failure(
      `terraform ${args[0]} of ${id} failed: there is no space left on the disk of ${folder}`,
      'make room there, and run the same command again: what it created but did not save is found and adopted',
    );
  throw explain(id, String(args[0]), result, folder);
}

/** `terraform init`, whatever backend the folder had in an earlier run; skipped if it would change nothing. */
export async function init(session: StackSession): Promise<void> {
  const { folder, terraform } = session;
  if (isInitialized(folder, terraform)) return;
  session.report('init');
  await run(session, ['init', '-reconfigure', '-input=false', '-no-color']);
  noteInitialized(folder, terraform);
}

/**
 * Moves the state from the local file, which `init` was last run with, to the stack's own backend. Without a lock: no
 * one else can know of a state that does not exist there yet, and if this were killed, nothing would release the lock.
 */
export async function migrateState(session: StackSession): Promise<void> {
  session.report('move state');
  await run(session, ['init', '-migrate-state', '-force-copy', '-lock=false', '-input=false', '-no-color']);
  noteInitialized(session.folder, session.terraform);
}

/**
 * `terraform plan`, saved to `file`. `changed` is also true if only outputs change; `drifted` if something differs from
 * the state.
 * @param lock false if the caller holds the state's lock, or if the role may write nothing, not even a lock; if
 * an apply runs meanwhile, the plan is stale by its state's serial, and Terraform refuses to apply it
 * @param refreshOnly only compares AWS with the state, whatever the configuration
 */
export async function plan(
  session: StackSession,
  file: string,
  { lock, refreshOnly = false }: { lock: boolean; refreshOnly?: boolean } = { lock: true },
): Promise<{ changed: boolean; changes: Change[]; drifted: boolean }> {
  session.report(refreshOnly ? 'compare' : 'plan');
  const changes: Change[] = [];
  let drifted = false;
  const args = ['plan', '-json', '-input=false', '-detailed-exitcode', `-lock=${lock}`, `-out=${file}`];
  if (refreshOnly) args.push('-refresh-only');
  const { exitCode } = await run(session, args, (event) => {
    const change = changeOf(event);
    if (change) changes.push(change);
    drifted ||= event.type === 'resource_drift';
  });
  return { changed: exitCode === 2, changes, drifted };
}

/**
 * `terraform apply` of exactly the saved plan.
 * @param operations how many it will report
 * @param lock false if the caller holds the state's lock
 * @param onCreated called for every resource as it is created, with the attribute value that identifies it in AWS
 */
export async function apply(
  session: StackSession,
  file: string,
  {
    operations,
    lock,
    onCreated,
  }: { operations: number; lock: boolean; onCreated(address: string, id: string): void },
): Promise<void> {
  session.report('apply', `0 of ${operations}`);
  let done = 0;
  await run(session, ['apply', '-json', '-input=false', `-lock=${lock}`, file], (event) => {
    if (event.type !== 'apply_complete') return;
    session.report('apply', `${++done} of ${operations}`);
    const { action, resource, id_value } = event.hook;
    if (action === 'create') onCreated(resource.addr, id_value ?? '');
  });
}

/**
 * Updates the state from AWS and changes nothing there. For use after a change outside Terraform, which would
 * otherwise look like drift. The caller holds the state's lock.
 */
export async function refreshState(session: StackSession): Promise<void> {
  session.report('refresh');
  await run(session, ['apply', '-refresh-only', '-auto-approve', '-json', '-input=false', '-lock=false']);
}

/** Removes resources that are gone from the state. The caller holds its lock. */
export async function forgetAddresses(session: StackSession, addresses: readonly string[]): Promise<void> {
  if (addresses.length === 0) return;
  session.report('state rm');
  await run(session, ['state', 'rm', '-lock=false', ...addresses]);
}

/** Writes the state to a file that only its owner may read, and never to our log. */
export async function pullState({ folder, terraform }: StackSession, file: string): Promise<void> {
  const options = { cwd: folder, env: terraform.env, maxBuffer: 1024 ** 3 };
  const { stdout } = await promisify(execFile)(terraform.tool.path, ['state', 'pull'], options);
  writeFileSync(file, stdout, { mode: 0o600 });
}

/** Replaces the state with a newer one. The caller holds its lock. */
export async function pushState(session: StackSession, file: string): Promise<void> {
  session.report('state push');
  await run(session, ['state', 'push', '-lock=false', file]);
}
