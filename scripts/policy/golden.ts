import { askBoth, changeOf, type MaybeSide } from './difference';
import type { Answer } from './engine';
import { goldenRequest, type Request } from './request';
import type { StoreText } from './stores';

/** A golden decision that the two sides answer differently. */
export interface GoldenDiff {
  name: string;
  /** `by other policies`: the decision is the same, but the deciding policies differ. */
  change: 'newly allowed' | 'newly denied' | 'by other policies';
  before: Answer;
  after: Answer;
}

interface NamedRequest {
  name: string;
  request: Request;
}

/** Requests of one side's golden decisions, except those whose action its schema does not define. */
const own = (store: StoreText | undefined): NamedRequest[] =>
  (store?.golden ?? []).flatMap((golden) => {
    try {
      return [{ name: golden.name, request: goldenRequest((store as StoreText).content, golden) }];
    } catch {
      return [];
    }
  });

/** The requests of both sides' golden decisions without duplicates, under the newer name. */
export function requestsOf(before: StoreText | undefined, after: StoreText | undefined): NamedRequest[] {
  const all = [...own(after), ...own(before)];
  const texts = all.map(({ request }) => JSON.stringify(request));
  return all.filter((_, index) => texts.indexOf(texts[index] as string) === index);
}

/** Asks both sides, and returns those with different decisions or different deciding policies. */
export const compareGolden = (
  requests: readonly NamedRequest[],
  sideBefore: MaybeSide,
  sideAfter: MaybeSide,
): GoldenDiff[] =>
  requests.flatMap(({ name, request }): GoldenDiff[] => {
    const asked = askBoth(request, sideBefore, sideAfter);
    const { before, after } = asked;
    const change = changeOf(asked);
    if (change) return [{ name, change, before, after }];
    if (JSON.stringify(before.by) === JSON.stringify(after.by)) return [];
    return [{ name, change: 'by other policies', before, after }];
  });
