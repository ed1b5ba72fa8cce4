import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { $ } from 'zx/core';
import { loadEnvironments } from '../../environments/load';
import { formatProblems } from '../../environments/problems';
import type { LoadedEnvironment } from '../../environments/schema';
import { failure, usageError } from '../cli/errors';
import type { Workspace } from '../cli/workspace';
import { type Manifest, readManifest, type StackInfo } from '../selection/stacks';

/** All environments, or a usage error that carries every problem of every file. */
export function loadValid(root: string): LoadedEnvironment[] {
  const { environments, problems } = loadEnvironments(root);
  if (problems.length > 0) throw usageError(formatProblems(problems), undefined, { problems });
  return environments;
}

/**
 * Writes the Terraform of all environments to `cdktf.out`, the same bytes as `cdktf synth`.
 * It is written beside and put in place when it is whole, so that stale files go and nobody reads a half tree.
 * @param emptied stacks that configuration no longer has, to be written with nothing in them
 */
export async function synth(
  { root, out }: Workspace,
  env: NodeJS.ProcessEnv,
  emptied: readonly StackInfo[] = [],
): Promise<Manifest> {
  const fresh = `${out}.new-${process.pid}`;
  mkdirSync(dirname(out), { recursive: true });
  rmSync(fresh, { recursive: true, force: true });
  const variables = { CDKTF_OUTDIR: fresh, FLEET_EMPTIED_STACKS: JSON.stringify(emptied) };
  const options = { cwd: root, env: { ...env, ...variables }, nothrow: true, quiet: true };
  const result = await $(options)`${process.execPath} --import tsx main.ts`;
  try {
    const told = result.stderr.trim() || result.stdout.trim();
    // What loadValid does not look for: mistakes in policies.
    if (result.exitCode === 2) throw usageError(told);
    if (result.exitCode !== 0) throw failure(`main.ts failed:\n${told}`);
    const manifest = readManifest(fresh);
    rmSync(out, { recursive: true, force: true });
    renameSync(fresh, out);
    return manifest;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
