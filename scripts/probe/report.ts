import { table } from '../cli/table';
import { locationName, type StoreLocation, storeName } from '../policy/locations';
import { unexpectedText } from './decisions';
import type { ProbeEnd } from './probe-store';
import type { SignInEnd } from './sign-in/probe-sign-in';

/** Results for a store's decisions and, if its pool has sign-ins with passwords, a sign-in there. */
export type Probed = StoreLocation & ProbeEnd & { signIn?: SignInEnd };

export const isAsExpected = ({ outcome, signIn }: Probed): boolean =>
  outcome === 'as expected' && (signIn === undefined || signIn.outcome === 'as expected');

const contentText = ({ content, contentEqual }: ProbeEnd) =>
  content
    ? `${content.slice(0, 12)} ${contentEqual ? 'as in the working tree' : 'DIFFERS from the working tree'}`
    : '';

/** Stores of the same kind or owner whose contents differ between regions, with their hashes. */
export function regionDifferences(ends: readonly Probed[]): string[] {
  const names = [...new Set(ends.map(storeName))];
  return names.flatMap((name) => {
    const own = ends.filter((end) => storeName(end) === name && end.content);
    if (new Set(own.map(({ content }) => content)).size < 2) return [];
    const hashes = own.map(
      ({ account, region, content = '' }) => `${account} ${region} ${content.slice(0, 12)}`,
    );
    return [`${name} differs between regions: ${hashes.join(', ')}`];
  });
}

/** A store's result in one line, for progress. */
export const endText = (end: Probed): string =>
  (end.outcome === 'as expected' || end.outcome === 'differs'
    ? `${end.outcome}: ${end.asked - end.unexpected.length} of ${end.asked} decisions` +
      (end.contentEqual ? '' : ', content differs from the working tree')
    : end.outcome) + (end.signIn ? `; sign-in: ${end.signIn.outcome}` : '');

/** A report of every store, then each difference. */
export function probeReport(ends: readonly Probed[]): string {
  return [
    table(
      ['account', 'region', 'store', 'outcome', 'decisions', 'content', 'sign-in'],
      ends.map((end) => [
        end.account,
        end.region,
        storeName(end),
        end.outcome,
        end.asked > 0 ? `${end.asked - end.unexpected.length} of ${end.asked}` : '',
        contentText(end),
        end.signIn?.outcome ?? '',
      ]),
    ),
    ...ends.flatMap((end) => [
      ...(end.reason ? [`${locationName(end)}: ${end.reason}`] : []),
      ...end.unexpected.map((one) => `${locationName(end)}: ${unexpectedText(one)}`),
      ...(end.signIn?.problems ?? []).map((problem) => `${locationName(end)}: sign-in: ${problem}`),
    ]),
    ...regionDifferences(ends),
  ].join('\n');
}
