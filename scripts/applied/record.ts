import type { Runner } from '../cli/runner';

/** What was last applied to a stack. */
export interface Applied {
  /** SHA-256 of all that the stack was synthesized to (`content-hash.ts`). */
  content: string;
  /** SHA-256 of the saved plan; null when there was nothing to apply. */
  plan: string | null;
  /** The state as it was then. `etag` is its object's. */
  state: { lineage: string; serial: number; etag: string };
  /** Commit of the project, with `-dirty` when files differed from it; null outside git. */
  commit: string | null;
  tools: { terraform: string; provider: string };
  /** ARN of whoever applied it. */
  by: string;
  /** ISO 8601. */
  at: string;
  /** The run whose ledger tells more. */
  run: string;
  /** Its wave has not passed its gate: no later wave begins before it does. */
  awaitsGate?: true;
}

/** Who is at work on a stack. */
export interface Claim {
  run: string;
  runner: Runner;
  /** ID of the state lock that this attempt holds. */
  lock: string;
  /** What it applies. */
  content: string;
  /** ISO 8601. */
  since: string;
}

/** What is remembered of a stack, in one object beside its state. */
export interface StackRecord {
  version: 1;
  stack: string;
  /** Counts the claims: whoever finds a higher number than its own has lost the stack to somebody else. */
  fence: number;
  claim?: Claim;
  /** Runs that broke off while they applied: what they made may stand in no state. Their ledgers tell more. */
  brokenOff?: readonly string[];
  applied?: Applied;
}

/** Runs of which nobody has found out yet what they made: those known before, and one that holds the stack and is gone. */
export const unresolved = (record: StackRecord | undefined): string[] => [
  ...new Set([...(record?.brokenOff ?? []), ...(record?.claim ? [record.claim.run] : [])]),
];

/** A stack's record, beside its state. */
export const recordKey = (stateKey: string): string => stateKey.replace(/[^/]+$/, 'record.json');

/**
 * Reads a record. Undefined for what this version cannot read, such as a later version's: then nothing is known, so
 * nothing is skipped.
 */
export function parseRecord(text: string): StackRecord | undefined {
  try {
    const record: StackRecord = JSON.parse(text);
    return record.version === 1 && Number.isInteger(record.fence) ? record : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a plan could show no change of configuration: the same was applied last, nobody has written the state since,
 * and no attempt was broken off.
 * @param content hash of what is synthesized now
 * @param etag the state object's, as it is now
 */
export const isCurrent = (
  record: StackRecord | undefined,
  { content, etag }: { content: string; etag: string | undefined },
): boolean =>
  record?.applied !== undefined &&
  unresolved(record).length === 0 &&
  record.applied.content === content &&
  etag !== undefined &&
  record.applied.state.etag === etag;
