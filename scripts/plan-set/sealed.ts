import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { deployRole } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { stateKey } from '../aws/state-key';
import type { Context } from '../cli/context';
import { messageOf, usageError } from '../cli/errors';
import { privateFolder } from '../cli/workspace';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { type PlanSet, readPlanSet } from './folder';
import { seal, sealHeader, unseal } from './seal';

/** The state key of an account, through its deploy role. */
const keyOf = (environment: Environment, account: string) =>
  stateKey({ environment, account, role: deployRole(environment), purpose: 'fleet-plan-set' });

/**
 * Encrypts a plan set with an account's state key, so that only its deploy role can open it, and removes the folder.
 * @returns the file
 */
export async function sealPlanSet(
  { folder }: PlanSet,
  environment: Environment,
  account: string,
): Promise<string> {
  const files = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  const zip = zipSync(Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name))])));
  const key = await (await keyOf(environment, account)).make();
  const about = { environment: environment.name, account, key: key.sealed };
  const file = `${folder}.sealed`;
  writeFileSync(file, seal(zip, key.plain, about), { mode: 0o600 });
  rmSync(folder, { recursive: true });
  return file;
}

/** A plan set opened for one command. */
export interface OpenPlanSet {
  set: PlanSet;
  /** Removes what was decrypted. */
  close(): void;
}

async function unsealed({ workspace }: Context, file: string): Promise<OpenPlanSet> {
  const sealed = readFileSync(file);
  const header = sealHeader(sealed);
  if (!header)
    throw usageError(
      `${file} is neither a plan set nor a sealed one`,
      'make one: npx fleet plan --env <env>',
    );
  const { environment } = pickEnvironment(validConfiguration(workspace.root), header.environment);
  if (!environment.accounts[header.account])
    throw usageError(
      `${file} was sealed for account ${header.account}, which ${environment.name} does not have`,
    );
  const key = await (await keyOf(environment, header.account)).open(header.key);
  const folder = privateFolder(workspace.state, 'plans', `opened-${process.pid}`);
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    const zip = unseal(sealed, key);
    for (const [name, bytes] of Object.entries(unzipSync(zip))) {
      if (/[\\/]/.test(name)) throw new Error(`it contains ${name}, which is not a file of a plan set`);
      writeFileSync(join(folder, name), bytes, { mode: 0o600 });
    }
    return { set: readPlanSet(folder), close };
  } catch (error) {
    close();
    throw usageError(`${file} cannot be opened: ${messageOf(error)}`, 'make a new one: npx fleet plan');
  }
}

/**
 * Opens a plan set: a folder, or a file made with `--seal`, which takes its account's deploy role. Throws a usage
 * error if it is not a plan set, or has changed.
 * @param options as for `readPlanSet`
 */
export async function openPlanSet(
  context: Context,
  path: string,
  options?: Parameters<typeof readPlanSet>[1],
): Promise<OpenPlanSet> {
  const at = resolve(path);
  const found = statSync(at, { throwIfNoEntry: false });
  if (!found) throw usageError(`there is no plan set ${path}`, 'make one: npx fleet plan --env <env>');
  if (found.isFile()) return unsealed(context, at);
  return { set: readPlanSet(at, options), close: () => {} };
}
