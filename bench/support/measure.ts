import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

/** Runs with a new folder that is gone afterwards. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Usage {
  /** CPU time of all its threads, user and system: says the same on a busy machine. */
  seconds: number;
  /** The most memory that it had at once. */
  megabytes: number;
}

/**
 * What a Node.js process uses from start to end. Its own children are not in it.
 * @param ends its exit code; throws for any other
 */
export const usageOf = (args: readonly string[], env: Record<string, string> = {}, ends = 0): Usage =>
  inFolder((folder) => {
    const told = join(folder, 'usage.json');
    const preload = join(__dirname, 'usage.cjs');
    const { status, stderr } = spawnSync(process.execPath, ['--require', preload, ...args], {
      cwd: root,
      env: { ...process.env, ...env, BENCH_USAGE: told },
      encoding: 'utf8',
    });
    if (status !== ends) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
    return JSON.parse(readFileSync(told, 'utf8'));
  });

/** The least of several alternating runs of each, since whatever disturbs a run only adds to it. */
export function leastOf<K extends string>(rounds: number, runs: Record<K, () => Usage>): Record<K, Usage> {
  const least = {} as Record<K, Usage>;
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(runs) as [K, () => Usage][]) {
      const usage = run();
      if (!least[name] || usage.seconds < least[name].seconds) least[name] = usage;
    }
  return least;
}
