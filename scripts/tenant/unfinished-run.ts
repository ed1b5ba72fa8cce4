import type { StateStore } from '../aws/state-store';
import { localLedger, localRuns, timeOf } from '../ledger/find';
import { type Entry, parseLedger } from '../ledger/line';
import { remoteLedger } from '../ledger/remote';

const isDone = ({ type, data }: Entry) => type === 'close' && data.outcome === 'done';

/**
 * The newest run whose id is this prefix and a time, if it is not done: on this machine or in the bucket.
 * @param prefix `<env>-<command>-<subject>-`
 */
export async function unfinishedRun(
  state: string,
  store: StateStore,
  prefix: string,
): Promise<string | undefined> {
  const there = (await store.list(`ledger/${prefix}`)).map(({ key }) => key.split('/')[1] as string);
  // Of the tenant `acme`, not of `acme-eu`: what follows has to be the time.
  const own = [...localRuns(state), ...there].filter((run) => run === `${prefix}${timeOf(run)}`);
  const newest = own.sort((a, b) => timeOf(b).localeCompare(timeOf(a)))[0];
  if (newest === undefined) return undefined;
  const entries = [
    ...(localLedger(state, newest)?.entries ?? []),
    ...parseLedger(await remoteLedger(store, newest).text()).entries,
  ];
  return entries.some(isDone) ? undefined : newest;
}
