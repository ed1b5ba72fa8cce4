import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Environment } from '../../environments/schema';
import { openBucket } from '../aws/state-bucket';
import type { Purpose } from '../terraform/work-folder';
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

/** A run's ledger in the buckets of an environment: in the first account that has it, and that may be seen. */
export async function entriesIn(
  environment: Environment,
  run: string,
  purpose: Purpose,
): Promise<ParsedLedger | undefined> {
  for (const account of Object.keys(environment.accounts)) {
    // A pipeline's job reaches its own account only.
    const store = await openBucket(environment, account, purpose).catch(() => undefined);
    if (!store) continue;
    try {
      const text = await remoteLedger(store, run).text();
      if (text !== '') return parseLedger(text);
    } finally {
      store.close();
    }
  }
  return undefined;
}

/** What is known of a run, here or in the state buckets; undefined when nothing is. */
export async function entriesOf(
  state: string,
  environment: Environment,
  run: string,
  purpose: Purpose,
): Promise<readonly Entry[] | undefined> {
  const here = localLedger(state, run)?.entries ?? [];
  // Should another machine have gone on with it, the bucket knows more.
  const there = (await entriesIn(environment, run, purpose))?.entries ?? [];
  const longer = there.length > here.length ? there : here;
  return longer.length > 0 ? longer : undefined;
}

/** Every run that has a ledger in the buckets of an environment, with it. Buckets that may not be seen are left out. */
export async function runsInBuckets(environment: Environment): Promise<Map<string, ParsedLedger>> {
  const found = new Map<string, ParsedLedger>();
  for (const account of Object.keys(environment.accounts)) {
    const store = await openBucket(environment, account, 'look').catch(() => undefined);
    if (!store) continue;
    try {
      for (const run of await remoteRuns(store))
        found.set(run, parseLedger(await remoteLedger(store, run).text()));
    } finally {
      store.close();
    }
  }
  return found;
}
