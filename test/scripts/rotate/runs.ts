import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PoolAccess } from '../../../scripts/aws/pool-access';
import { thisRunner } from '../../../scripts/cli/runner';
import { beginLedger, type Ledger } from '../../../scripts/ledger/ledger';
import type { Entry } from '../../../scripts/ledger/line';
import type { RotationRun } from '../../../scripts/rotate/run';
import { environment } from '../../stacks/synthesized';
import { memoryStore } from '../memory-store';
import { credentials, region } from './aws';

/** Runs that rotate secrets of one user pool, with a state bucket in memory. Pauses take no time. */
export function rotationRuns({
  command,
  clock,
  pool,
  userPoolId,
}: {
  command: string;
  clock: { now: number };
  pool: string;
  userPoolId: string;
}) {
  const folder = mkdtempSync(join(tmpdir(), 'rotate-'));
  const bucket = memoryStore();
  const ledgers = new Map<string, Ledger>();
  /** Credentials that distinguish a rotation's requests from the test's own. */
  function accessWith(accessKeyId: string): PoolAccess['access'] {
    const own = async () => ({ ...credentials, accessKeyId });
    // A broken connection stays broken.
    return async () => ({ region, credentials: own, maxAttempts: 1 }) as never;
  }
  const pools: PoolAccess = {
    poolId: async (asked) => (asked.pool === pool ? userPoolId : undefined),
    access: accessWith('ROTATION'),
  };
  const entriesOf = async (run: string): Promise<readonly Entry[] | undefined> => ledgers.get(run)?.entries;
  return {
    folder,
    bucket,
    pools,
    accessWith,
    /** A separate run, by this process unless the test says otherwise. */
    newRun(more: Partial<RotationRun> = {}): RotationRun {
      const run = `test-2026-11-24T10-00-00-000Z-${randomBytes(3).toString('hex')}`;
      const ledger = more.ledger ?? beginLedger(folder, run, { command });
      ledgers.set(ledger.run, ledger);
      return {
        environment: environment(),
        ledger,
        runner: thisRunner(),
        by: 'arn:aws:iam::111111111111:user/ada',
        stores: { of: async () => bucket, close() {} },
        pools,
        entriesOf,
        resume: (id) => `npx fleet ${command} --resume ${id}`,
        signal: new AbortController().signal,
        async pause(ms) {
          clock.now += ms;
        },
        now: () => new Date(clock.now),
        ...more,
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A separate world for each test, which the code under test sees as AWS. */
export function eachIn<W extends { endpoint: string; end(): Promise<void> }>(
  make: () => Promise<W>,
): () => W {
  let world: W;
  const before = process.env;
  beforeEach(async () => {
    world = await make();
    process.env = { ...before, AWS_ENDPOINT_URL: world.endpoint };
  });
  afterEach(async () => {
    process.env = before;
    await world.end();
  });
  return () => world;
}
