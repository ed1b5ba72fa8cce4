import type { Runner } from '../cli/runner';

/** What was last applied to a stack. */
export interface Applied {
  /** SHA-256 of the stack's synthesized content (`content-hash.ts`). */
  content: string;
  /** SHA-256 of the saved plan; null if there was nothing to apply. */
  plan: string | null;
  /** The state after the apply. `etag` is its object's. */
  state: { lineage: string; serial: number; etag: string };
  /** Commit of the project, with `-dirty` if files differed from it; null outside git. */
  commit: string | null;
  tools: { terraform: string; provider: string };
  /** ARN of the caller that applied it. */
  by: string;
  /** ISO 8601. */
  at: string;
  /** The run, whose ledger has the details. */
  run: string;
  /** Its wave has not passed its gate yet, so no later wave may begin. */
  awaitsGate?: true;
}

/** A runner's claim on a stack. */
export interface Claim {
  run: string;
  runner: Runner;
  /** ID of the state lock that this attempt holds. */
  lock: string;
  /** Hash of the content being applied. */
  content: string;
  /** ISO 8601. */
  since: string;
}

/** A stack's record: one object beside its state. */
export interface StackRecord {
  version: 1;
  stack: string;
  /** Counts the claims: a runner that finds a higher number than its own has lost the stack to another. */
  fence: number;
  claim?: Claim;
  /** Runs that broke off during an apply: what they created may be in no state. Their ledgers have the details. */
  brokenOff?: readonly string[];
  applied?: Applied;
}

/** Runs whose resources still have to be looked for: those already recorded, and a dead one that holds the stack. */
export const unresolved = (record: StackRecord | undefined): string[] => [
  ...new Set([...(record?.brokenOff ?? []), ...(record?.claim ? [record.claim.run] : [])]),
];

/** A stack's record, beside its state. */
export const recordKey = (stateKey: string): string => stateKey.replace(/[^/]+$/, 'record.json');

/**
 * Parses a record. Undefined if this version cannot read it, such as one from a later version: then nothing is known, so
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
 * Whether a plan could not show any configuration change: the same content was applied last, the state has not been
 * written since, and no attempt was interrupted.
 * @param content hash of the currently synthesized content
 * @param etag the state object's current ETag
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
