import { policyDir, type StoreContent, storeContent, storeKinds } from '../../../../stacks/policies/cedar';
import { contentHash } from '../../../../stacks/policies/content-hash';
import { type Golden, goldenDecisions } from '../../../../stacks/policies/decisions';
import { compareStores, type StoreDiff } from '../../../policy/compare';

/** As many as a review has time for; `fleet policy diff` asks about more, and says how it is proved. */
const options = { samples: 80, examples: 4 };

/** Golden decisions of our own kind of store, to start from: the examples are then ones that people know. */
function goldenOf({ schema }: StoreContent): readonly Golden[] {
  try {
    const kind = storeKinds.find((one) => storeContent(one).schema === schema);
    return kind ? goldenDecisions(policyDir(kind)) : [];
  } catch {
    // Policies of the working tree that cannot be read are for `fleet check` to tell; the plan does not need them.
    return [];
  }
}

const known = new Map<string, StoreDiff>();

/**
 * What differs between two contents of a store. The same change in many stores is compared once.
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
