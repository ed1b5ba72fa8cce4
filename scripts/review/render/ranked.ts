/** Groups, heaviest first. No I/O: the page uses it too. */
import { type Alike, addressAt, type Group } from '../groups';
import type { ReviewedStack } from '../model';
import { type FindingIndex, heaviest, type Risk, risks } from './risk';

export interface Ranked {
  group: Group;
  /** Highest risk of all its changes, including exceptions. */
  risk: Risk;
}

/** Highest risk of equal changes, which differ only in place, and so in their findings. */
const riskOfAlike = (alike: Alike, stacks: ReadonlyMap<string, ReviewedStack>, index: FindingIndex): Risk =>
  heaviest([
    ...new Set(
      alike.places.map((place) =>
        index.riskOf(place.stack, {
          ...alike.shape,
          address: addressAt(alike, place, stacks.get(place.stack)),
        }),
      ),
    ),
  ]);

/** Stable sort by risk, then by number of places. */
export const ranked = (
  groups: readonly Group[],
  stacks: ReadonlyMap<string, ReviewedStack>,
  index: FindingIndex,
): Ranked[] =>
  groups
    .map((group) => ({
      group,
      risk: heaviest([group, ...group.exceptions].map((alike) => riskOfAlike(alike, stacks, index))),
    }))
    .sort(
      (a, b) =>
        risks.indexOf(a.risk) - risks.indexOf(b.risk) || b.group.places.length - a.group.places.length,
    );
