import type { Change } from '../terraform/changes';
import type { Attempt } from './attempt';

/** What broken-off attempts may have created but is in no state. */
export interface Missing {
  /** Addresses to look for in AWS. */
  addresses: string[];
  /** Those that Terraform reported as created: address → id. */
  created: ReadonlyMap<string, string>;
  /** Those whose destroyed predecessor is still in the state. */
  replaced: string[];
  /** Those no longer in the configuration, which says how to find them. */
  unnamed: string[];
}

/** An import may also be an update, for example of a half-created resource. */
const isImported = ({ action, imported }: Change) => action === 'import' || imported === true;

const makes = (change: Change) => isImported(change) || ['create', 'replace'].includes(change.action);

/** What one attempt may have created, according to its plan and, if still available, Terraform's output. */
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
 * @param attempts broken-off attempts, oldest first; undefined for one whose ledger is lost: it may have created
 * everything configured
 * @param configured addresses in the stack's current synthesized configuration
 * @param state ids of resources in the state, by address
 */
export function missingAfter(
  attempts: readonly (Attempt | undefined)[],
  configured: ReadonlySet<string>,
  state: ReadonlyMap<string, unknown>,
): Missing {
  const created = new Map(attempts.flatMap((attempt) => [...(attempt?.created ?? [])]));
  // A planned attempt had already looked for earlier resources: they are imports in its plan, in the state, or gone.
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
    // Our resources are always destroyed before they are recreated, so what is still in the state is gone.
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
