import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFolder, type Workspace } from '../cli/workspace';
import { archiveErroredState, erroredFolder, erroredState, stateUnsaved } from './errored-state';
import { lockFile } from './lock-file';
import { settleStates } from './torn-state';

/** Terraform's own files in a work folder, kept across synths: its provider links, lock file and states. */
const kept = ['.terraform', lockFile, 'bootstrap.tfstate', erroredState];

/** State of a foundation that is still creating its bucket. */
export const bootstrapState = 'bootstrap.tfstate';

const overrideFile = 'backend_override.tf.json';

/**
 * What Terraform is run for. `look` has separate folders, since it opens the state as another role: otherwise `init`
 * would have to run again whenever a plan follows a rollout.
 */
export type Purpose = 'change' | 'look';

/** Subfolder of the state folder that contains the stacks' work folders. */
export const workFolders: Readonly<Record<Purpose, string>> = { change: 'work', look: 'look' };

/** Where Terraform runs for a stack. */
export const workFolder = ({ state }: Pick<Workspace, 'state'>, id: string, purpose: Purpose): string =>
  privateFolder(state, workFolders[purpose], id);

/**
 * Brings the stack's work folder up to date with what was synthesized.
 * Terraform runs here and not in `cdktf.out`, which thus stays pure output.
 * No Terraform may be running there. Throws if an earlier apply could not save its state here, since applying again
 * would fork reality.
 */
export function prepareWorkFolder(
  workspace: Pick<Workspace, 'built' | 'state'>,
  { id, environment }: { id: string; environment: string },
  purpose: Purpose,
): string {
  const folder = workFolder(workspace, id, purpose);
  const changed = workFolder(workspace, id, 'change');
  const archived = archiveErroredState(changed, erroredFolder(workspace.state), id);
  const unsaved = settleStates(join(changed, erroredState), join(changed, bootstrapState));
  if (archived && unsaved) throw stateUnsaved(id, environment, archived);
  for (const name of readdirSync(folder)) {
    if (!kept.some((keep) => name === keep || name.startsWith(`${keep}.`)))
      rmSync(join(folder, name), { recursive: true });
  }
  cpSync(join(workspace.built, 'stacks', id), folder, {
    recursive: true,
    filter: (source) => !/[\\/]\.terraform(\.lock\.hcl)?$/.test(source),
  });
  if (purpose === 'look') {
    rmSync(join(folder, bootstrapState), { force: true });
    if (existsSync(join(changed, bootstrapState)))
      cpSync(join(changed, bootstrapState), join(folder, bootstrapState));
  }
  return folder;
}

/** Makes the stack keep its state in a local file for now, instead of in its bucket. */
export function useLocalState(folder: string, path: string): void {
  writeFileSync(join(folder, overrideFile), JSON.stringify({ terraform: { backend: { local: { path } } } }));
}

/** Makes Terraform open the stack's state with a role other than the synthesized one. */
export function openStateAs(folder: string, roleArn: string): void {
  const { terraform } = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));
  const { s3 } = terraform.backend;
  const backend = { s3: { ...s3, assume_role: { ...s3.assume_role, role_arn: roleArn } } };
  writeFileSync(join(folder, overrideFile), JSON.stringify({ terraform: { backend } }));
}

/** Restores the synthesized backend. */
export function useOwnBackend(folder: string): void {
  rmSync(join(folder, overrideFile), { force: true });
}

/**
 * SHA-256 over the resources of a state's JSON; undefined for an empty state.
 * Lineage and serial cannot be used: Terraform assigns new ones when it moves a state to another backend.
 * Throws if the text is not a state.
 */
export function stateDigest(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const { resources } = JSON.parse(text);
  if (!Array.isArray(resources)) throw new Error('not a Terraform state');
  if (resources.length === 0) return undefined;
  return createHash('sha256').update(JSON.stringify(resources)).digest('hex');
}

/** Digest of the state that an incomplete bootstrap left in the work folder. */
export function localStateDigest(folder: string): string | undefined {
  const file = join(folder, bootstrapState);
  return existsSync(file) ? stateDigest(readFileSync(file, 'utf8')) : undefined;
}

/** Deletes the local copy once the state is in the bucket. */
export function dropBootstrapState(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(bootstrapState)) rmSync(join(folder, name), { force: true });
}
