import type { Change } from '../terraform/changes';
import type { Attempt } from './attempt';

/** What broken-off attempts may have made and no state knows. */
export interface Missing {
  /** Addresses to look for in AWS. */
  addresses: string[];
  /** Of those that Terraform reported as made: address → id. */
  created: ReadonlyMap<string, string>;
  /** Those of which the state still holds what was destroyed before its replacement was made. */
  replaced: string[];
  /** Those that configuration no longer has, so that nobody can say how to find them. */
  unnamed: string[];
}

/** What is imported may be updated at once, such as what was killed half-made. */
const isImported = ({ action, imported }: Change) => action === 'import' || imported === true;

const makes = (change: Change) => isImported(change) || ['create', 'replace'].includes(change.action);

/** What one attempt may have made, by its plan and, where that is still at hand, by Terraform's own words. */
function madeBy({ planned, stream }: Attempt): Change[] {
  const changes = (planned?.changes ?? []).filter(makes);
  if (!stream || stream.torn) return changes;
  return changes.filter(
    (change) =>
      isImported(change) || (stream.begun.has(change.address) && !stream.refused.has(change.address)),
  );
}

/**
 * What has to be looked for before a stack is planned again.
 * @param attempts that were broken off, oldest first; undefined for one whose ledger is lost: it may have made
 * everything that configuration has
 * @param configured addresses of the stack as it is synthesized now
 * @param state ids of what the state holds, by address
 */
export function missingAfter(
  attempts: readonly (Attempt | undefined)[],
  configured: ReadonlySet<string>,
  state: ReadonlyMap<string, unknown>,
): Missing {
  const created = new Map(attempts.flatMap((attempt) => [...(attempt?.created ?? [])]));
  // Whoever planned had looked for what was made before: it is in that plan as an import, in the state, or gone since.
  const planned = attempts.findLastIndex((attempt) => attempt?.planned);
  const changes = attempts
    .slice(Math.max(0, planned))
    .flatMap((attempt) =>
      attempt ? madeBy(attempt) : [...configured].map((address): Change => ({ address, action: 'create' })),
    );
  const addresses = new Set<string>();
  const replaced = new Set<string>();
  for (const { address, action } of changes) {
    if (!state.has(address)) addresses.add(address);
    // Everything of ours is destroyed before it is made anew; so what the state still holds is gone.
    else if (action === 'replace' && created.has(address) && state.get(address) !== created.get(address)) {
      addresses.add(address);
      replaced.add(address);
    }
  }
  return {
    addresses: [...addresses].filter((address) => configured.has(address)).sort(),
    created,
    replaced: [...replaced].filter((address) => configured.has(address)).sort(),
    unnamed: [...addresses].filter((address) => !configured.has(address)).sort(),
  };
}
