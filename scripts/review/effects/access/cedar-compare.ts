import { policyDir, type StoreContent, storeContent, storeKinds } from '../../../../stacks/policies/cedar';
import { contentHash } from '../../../../stacks/policies/content-hash';
import { type Golden, goldenDecisions } from '../../../../stacks/policies/decisions';
import { compareStores, type StoreDiff } from '../../../policy/compare';

/** As many as a review has time for; `fleet policy diff` checks more, and explains its proofs. */
const options = { samples: 80, examples: 4 };

/** Golden decisions of our own kind of store as starting points, so that examples are familiar. */
function goldenOf({ schema }: StoreContent): readonly Golden[] {
  try {
    const kind = storeKinds.find((one) => storeContent(one).schema === schema);
    return kind ? goldenDecisions(policyDir(kind)) : [];
  } catch {
    // `fleet check` reports unreadable policies in the working tree; the plan does not need them.
    return [];
  }
}

const known = new Map<string, StoreDiff>();

/**
 * The differences between two contents of a store. The same change in many stores is compared once.
 * Throws with the engine's message if anything does not parse.
 */
export function compared(before: StoreContent, after: StoreContent): StoreDiff {
  const key = `${contentHash(before)} ${contentHash(after)}`;
  const diff =
    known.get(key) ??
    compareStores(
      { content: before, golden: goldenOf(before) },
      { content: after, golden: goldenOf(after) },
      options,
    );
  known.set(key, diff);
  return diff;
}
