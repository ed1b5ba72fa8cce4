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

/** When a run was begun, as its id tells: `<env>-<time>-<random>`. */
export const timeOf = (run: string): string => /\d{4}-\d\d-\d\dT.*$/.exec(run)?.[0] ?? run;

/** A run's ledger on this machine. */
export function localLedger(state: string, run: string): ParsedLedger | undefined {
  const file = ledgerPath(state, run);
  return existsSync(file) ? parseLedger(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Looks into the state buckets of an environment, account by account, until something is found. A pipeline's job may see
 * its own account only. Throws when it may see none: then nothing can be said.
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

/** A run's ledger in the buckets of an environment: in the first account that has it. */
export const entriesIn = (
  environment: Environment,
  run: string,
  use: BucketUse,
): Promise<ParsedLedger | undefined> =>
  inBuckets(environment, use, async (store) => {
    const text = await remoteLedger(store, run).text();
    return text === '' ? undefined : parseLedger(text);
  });

/** What is known of a run, here or in the state buckets; undefined when nothing is. */
export async function entriesOf(
  state: string,
  environment: Environment,
  run: string,
  use: BucketUse,
): Promise<readonly Entry[] | undefined> {
  const here = localLedger(state, run)?.entries ?? [];
  // Should another machine have gone on with it, the bucket knows more.
  const there = await entriesIn(environment, run, use).catch((error) => {
    if (here.length === 0) throw error;
    return undefined;
  });
  const longer = there && there.entries.length > here.length ? there.entries : here;
  return longer.length > 0 ? longer : undefined;
}

/** Every run that has a ledger in the buckets of an environment, with it. */
export async function runsInBuckets(environment: Environment): Promise<Map<string, ParsedLedger>> {
  const found = new Map<string, ParsedLedger>();
  await inBuckets(environment, 'look', async (store) => {
    for (const run of await remoteRuns(store))
      found.set(run, parseLedger(await remoteLedger(store, run).text()));
    return undefined;
  });
  return found;
}
