import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

/** Runs with a temporary folder. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Usage {
  /** CPU time of all its threads, user and system, so that a busy machine does not distort it. */
  seconds: number;
  /** Peak memory. */
  megabytes: number;
}

/**
 * Resources that a Node.js process uses from start to end, without its children.
 * @param ends the expected exit code; throws for any other
 */
export const usageOf = (args: readonly string[], env: Record<string, string> = {}, ends = 0): Usage =>
  inFolder((folder) => {
    const file = join(folder, 'usage.json');
    const preload = join(__dirname, 'usage.cjs');
    const { status, stderr } = spawnSync(process.execPath, ['--require', preload, ...args], {
      cwd: root,
      env: { ...process.env, ...env, BENCH_USAGE: file },
      encoding: 'utf8',
    });
    if (status !== ends) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
    return JSON.parse(readFileSync(file, 'utf8'));
  });

/** The lowest values of several alternating runs, since any disturbance only adds to them. */
export function leastOf<K extends string>(rounds: number, runs: Record<K, () => Usage>): Record<K, Usage> {
  const least = {} as Record<K, Usage>;
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(runs) as [K, () => Usage][]) {
      const usage = run();
      if (!least[name] || usage.seconds < least[name].seconds) least[name] = usage;
    }
  return least;
}
