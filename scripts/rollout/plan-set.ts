import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { $ } from 'zx/core';
import type { Change, Counts } from '../terraform/changes';
import type { TerraformTool } from '../terraform/tool';

/** What a plan set says of one stack, beside the saved plan itself. */
export interface PlanSummary {
  stack: string;
  /** False: the account has no state bucket yet, so this plan creates everything; `rollout` makes its own. */
  bootstrapped: boolean;
  changed: boolean;
  counts: Counts;
  changes: Change[];
}

/** The facts that a plan set was made under. */
export interface PlanSetManifest {
  version: 1;
  environment: string;
  createdAt: string;
  /** Commit of the project, with `-dirty` when files differ from it; null outside git. */
  revision: string | null;
  tool: { kind: TerraformTool['kind']; version: string };
  /** By stack id. Hashes are SHA-256, hexadecimal. */
  stacks: Record<string, { plan: string; summary: string; configuration: string; bootstrapped: boolean }>;
}

/** SHA-256 of a file, hexadecimal. */
export const fileHash = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

/** Writes a stack's summary beside its saved plan. Both may be read by their owner only. */
export function writeSummary(folder: string, summary: PlanSummary): void {
  chmodSync(join(folder, `${summary.stack}.tfplan`), 0o600);
  writeFileSync(join(folder, `${summary.stack}.json`), `${JSON.stringify(summary, null, 2)}\n`, {
    mode: 0o600,
  });
}

/** Commit of a folder, with `-dirty` when files differ from it; null when it is under no version control. */
export function revisionOf(root: string): string | null {
  if (!existsSync(join(root, '.git'))) return null;
  const git = $({ cwd: root, quiet: true, nothrow: true, sync: true });
  const head = git`git rev-parse HEAD`;
  const status = git`git status --porcelain`;
  if (head.exitCode !== 0 || status.exitCode !== 0) return null;
  return `${head.stdout.trim()}${status.stdout.trim() ? '-dirty' : ''}`;
}

/** Seals a plan set: hashes of everything in it, and the facts that it was made under. */
export function writeManifest(
  folder: string,
  facts: Omit<PlanSetManifest, 'version' | 'stacks'>,
  summaries: readonly PlanSummary[],
  out: string,
): PlanSetManifest {
  const entries = summaries.map(({ stack, bootstrapped }) => [
    stack,
    {
      plan: fileHash(join(folder, `${stack}.tfplan`)),
      summary: fileHash(join(folder, `${stack}.json`)),
      configuration: fileHash(join(out, 'stacks', stack, 'cdk.tf.json')),
      bootstrapped,
    },
  ]);
  const manifest: PlanSetManifest = { version: 1, ...facts, stacks: Object.fromEntries(entries) };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return manifest;
}
