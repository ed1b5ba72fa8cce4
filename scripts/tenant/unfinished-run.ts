import type { StateStore } from '../aws/state-store';
import { localLedger, localRuns, timeOf } from '../ledger/find';
import { type Entry, parseLedger } from '../ledger/line';
import { remoteLedger } from '../ledger/remote';

const isDone = ({ type, data }: Entry) => type === 'close' && data.outcome === 'done';

/**
 * The newest unfinished run whose id is this prefix plus a time, on this machine or in the bucket.
 * @param prefix `<env>-<command>-<subject>-`
 */
export async function unfinishedRun(
  state: string,
  store: StateStore,
  prefix: string,
): Promise<string | undefined> {
  const there = (await store.list(`ledger/${prefix}`)).map(({ key }) => key.split('/')[1] as string);
  // `acme` must not match `acme-eu`, so only a time may follow.
  const own = [...localRuns(state), ...there].filter((run) => run === `${prefix}${timeOf(run)}`);
  const newest = own.sort((a, b) => timeOf(b).localeCompare(timeOf(a)))[0];
  if (newest === undefined) return undefined;
  const entries = [
    ...(localLedger(state, newest)?.entries ?? []),
    ...parseLedger(await remoteLedger(store, newest).text()).entries,
  ];
  return entries.some(isDone) ? undefined : newest;
}
