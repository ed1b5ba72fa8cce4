import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { deployRole, roleArn, stateKeyAliasArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { assumeRole } from '../aws/credentials';
import type { Context } from '../cli/context';
import { failure, messageOf, usageError } from '../cli/errors';
import { privateFolder } from '../cli/workspace';
import { validConfiguration } from '../selection/configuration';
import { pickEnvironment } from '../selection/selection';
import { type PlanSet, readPlanSet } from './folder';
import { seal, sealContext, sealHeader, unseal } from './seal';

/** The state key of an account, through its deploy role. */
async function stateKeyOf(environment: Environment, account: string) {
  const sdk = await import('@aws-sdk/client-kms');
  const region = environment.regions[0] as string;
  const role = roleArn(environment, account, deployRole(environment));
  const client = new sdk.KMSClient(await assumeRole(role, region));
  const EncryptionContext = sealContext(environment.name);
  const KeyId = stateKeyAliasArn(environment, account, region);
  const using = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw failure(
        `the state key ${KeyId} did not ${what}, asked as ${role}: ${messageOf(error)}`,
        'roll out the foundation of that account first; only its deploy role may seal and open plan sets',
        error,
      );
    } finally {
      client.destroy();
    }
  };
  return {
    make: () =>
      using('make a data key', () =>
        client.send(new sdk.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext })),
      ),
    open: (CiphertextBlob: Uint8Array) =>
      using('open it', () =>
        client.send(new sdk.DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext })),
      ),
  };
}

/**
 * Encrypts a plan set with an account's state key, for whoever may deploy there, and removes the folder.
 * @returns the file
 */
export async function sealPlanSet(
  { folder }: PlanSet,
  environment: Environment,
  account: string,
): Promise<string> {
  const files = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  const zip = zipSync(Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name))])));
  const { Plaintext, CiphertextBlob } = await (await stateKeyOf(environment, account)).make();
  if (!Plaintext || !CiphertextBlob) throw failure('the state key gave no data key', 'run it again');
  const about = {
    environment: environment.name,
    account,
    key: Buffer.from(CiphertextBlob).toString('base64'),
  };
  const file = `${folder}.sealed`;
  writeFileSync(file, seal(zip, Plaintext, about), { mode: 0o600 });
  rmSync(folder, { recursive: true });
  return file;
}

/** A plan set that is open for one command. */
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
  const { Plaintext } = await (await stateKeyOf(environment, header.account)).open(
    Buffer.from(header.key, 'base64'),
  );
  const folder = privateFolder(workspace.state, 'plans', `opened-${process.pid}`);
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    const zip = unseal(sealed, Plaintext as Uint8Array);
    for (const [name, bytes] of Object.entries(unzipSync(zip))) {
      if (/[\\/]/.test(name)) throw new Error(`it holds ${name}, which is no file of a plan set`);
      writeFileSync(join(folder, name), bytes, { mode: 0o600 });
    }
    return { set: readPlanSet(folder), close };
  } catch (error) {
    close();
    throw usageError(`${file} cannot be opened: ${messageOf(error)}`, 'make a new one: npx fleet plan');
  }
}

/**
 * Opens a plan set: a folder, or a file that `--seal` made, which takes the deploy role of its account. Throws a usage
 * error for what is none, or is no longer as it was.
 * @param options those of `readPlanSet`
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
