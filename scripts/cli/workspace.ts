import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folders that a run reads and writes. All absolute. */
export interface Workspace {
  /** The project: environments, stacks, main.ts. */
  root: string;
  /** Our own files: work folders, plan sets, logs. Private, since plans can contain secrets. */
  state: string;
  /** Output of `fleet synth` and `cdktf synth`; nothing is ever run in it. */
  out: string;
  /** Synthesized Terraform of the stacks that a plan or rollout covers. */
  built: string;
  /** Downloaded providers, shared by all runs, whatever their state folder. */
  cache: string;
}

/**
 * The project's own folders. `FLEET_DIR` moves all output to another folder,
 * so that a second run, such as the demo's, does not interfere with the first.
 */
export function workspaceOf(root: string, env: NodeJS.ProcessEnv): Workspace {
  const moved = env.FLEET_DIR ? resolve(env.FLEET_DIR) : undefined;
  const state = moved ?? join(root, '.fleet');
  return {
    root,
    state,
    out: moved ? join(moved, 'cdktf.out') : join(root, 'cdktf.out'),
    built: join(state, 'built'),
    cache: join(root, '.fleet', 'cache'),
  };
}

/** Creates a folder that only its owner may read, and returns its path. */
export function privateFolder(...parts: string[]): string {
  const folder = join(...parts);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return folder;
}

/** `2026-11-24T10-15-30-123Z`: sorts by time and is a valid file name everywhere. */
export const timestamp = (now: Date) => now.toISOString().replace(/[:.]/g, '-');
