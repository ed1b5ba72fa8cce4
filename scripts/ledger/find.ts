import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Environment } from '../../environments/schema';
import { type BucketUse, openBucket } from '../aws/state-bucket';
import type { StateStore } from '../aws/state-store';
import { ledgerFolder, ledgerPath } from './ledger';
import { type Entry, type ParsedLedger, parseLedger } from './line';
import { remoteLedger, remoteRuns } from './remote';

/** Runs that have a ledger on this machine, newest first. */
export const localRuns = (state: string): string[] =>
  readdirSync(ledgerFolder(state))
    .flatMap((name) => /^(.+)\.jsonl$/.exec(name)?.[1] ?? [])
    .sort((a, b) => timeOf(b).localeCompare(timeOf(a)));

/** When a run began, from its id: `<env>-<time>-<random>`. */
export const timeOf = (run: string): string => /\d{4}-\d\d-\d\dT.*$/.exec(run)?.[0] ?? run;

/** A run's ledger on this machine. */
export function localLedger(state: string, run: string): ParsedLedger | undefined {
  const file = ledgerPath(state, run);
  return existsSync(file) ? parseLedger(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Searches an environment's state buckets, account by account, until something is found. A pipeline job may have
 * access to only one account. Throws if none is accessible, since nothing is known then.
 */
async function inBuckets<T>(
  environment: Environment,
  use: BucketUse,
  look: (store: StateStore) => Promise<T | undefined>,
): Promise<T | undefined> {
  const refusals: unknown[] = [];
  const accounts = Object.keys(environment.accounts);
  for (const account of accounts) {
    let store: StateStore | undefined;
    try {
      store = await openBucket(environment, account, use);
    } catch (error) {
      refusals.push(error);
    }
    if (!store) continue;
    try {
      const found = await look(store);
      if (found !== undefined) return found;
    } finally {
      store.close();
    }
  }
  if (refusals.length === accounts.length) throw refusals[0];
  return undefined;
}

/** A run's ledger in an environment's buckets: from the first account that has it. */
export const entriesIn = (
  environment: Environment,
  run: string,
  use: BucketUse,
): Promise<ParsedLedger | undefined> =>
  inBuckets(environment, use, async (store) => {
    const text = await remoteLedger(store, run).text();
    return text === '' ? undefined : parseLedger(text);
  });

/** A run's ledger, from here or the state buckets; undefined if there is none. */
export async function entriesOf(
  state: string,
  environment: Environment,
  run: string,
  use: BucketUse,
): Promise<readonly Entry[] | undefined> {
  const here = localLedger(state, run)?.entries ?? [];
  // If another machine has continued the run, the bucket has more lines.
  const there = await entriesIn(environment, run, use).catch((error) => {
    if (here.length === 0) throw error;
    return undefined;
  });
  const longer = there && there.entries.length > here.length ? there.entries : here;
  return longer.length > 0 ? longer : undefined;
}

/** Every run with a ledger in an environment's buckets, with that ledger. */
export async function runsInBuckets(environment: Environment): Promise<Map<string, ParsedLedger>> {
  const found = new Map<string, ParsedLedger>();
  await inBuckets(environment, 'look', async (store) => {
    for (const run of await remoteRuns(store))
      found.set(run, parseLedger(await remoteLedger(store, run).text()));
    return undefined;
  });
  return found;
}
