import { createHash } from 'node:crypto';
import type { StackContent } from '../../applied/changed';
import type { StateStore } from '../../aws/state-store';
import type { Entry } from '../../ledger/line';
import { type StepRecord, stepsOf } from '../../ledger/steps';

/** What has to be approved before a wave begins; in a run's ledger, the intent of the step `approve <wave>`. */
export interface ApprovalRequest {
  wave: number;
  /** Hash over the wave's stacks and their synthesized content: an approval covers nothing else. */
  content: string;
  /** Ids of the wave's stacks. */
  stacks: readonly string[];
  /** Key of the approval in the state bucket of the run's home account. */
  key: string;
  /** Description of what is approved. */
  what: string;
}

/** Who approved a wave, and when. */
export interface Approval {
  version: 1;
  wave: number;
  content: string;
  /** ARN of the approver. */
  by: string;
  /** ISO 8601. */
  at: string;
}

export const approvalStep = (wave: number): string => `approve ${wave}`;

/** Key of an approval, which is the same for all runners of a board. */
export const approvalKey = (
  { run, board }: { run: string; board?: string | undefined },
  wave: number,
): string => `approval/${board === undefined ? `run/${run}` : `board/${board}`}/${wave}.json`;

/** The content that a wave's approval is bound to. */
export const contentOf = (stacks: readonly Pick<StackContent, 'stack' | 'content'>[]): string => {
  const contents = stacks.map(({ stack, content }) => `${stack.id} ${content}`).sort();
  return createHash('sha256').update(contents.join('\n')).digest('hex');
};

/** The approval for a request; undefined if there is none, or it covers something else. */
export async function readApproval(
  store: Pick<StateStore, 'read'>,
  { key, content, wave }: Pick<ApprovalRequest, 'key' | 'content' | 'wave'>,
): Promise<Approval | undefined> {
  const found = await store.read(key);
  if (!found) return undefined;
  const approval: Approval = JSON.parse(found.text);
  return approval.version === 1 && approval.content === content && approval.wave === wave
    ? approval
    : undefined;
}

/** Approves, replacing an approval of the wave's earlier content. False if someone else was faster. */
export async function writeApproval(
  store: Pick<StateStore, 'etagOf' | 'write'>,
  key: string,
  approval: Approval,
): Promise<boolean> {
  const seen = await store.etagOf(key);
  return (await store.write(key, `${JSON.stringify(approval, null, 2)}\n`, seen)) !== undefined;
}

/** A run's latest approval requests, wave by wave. */
export function requestsIn(
  entries: readonly Entry[],
): { request: ApprovalRequest; end: StepRecord['end'] }[] {
  return [...stepsOf(entries).values()]
    .filter(({ id }) => id.startsWith('approve '))
    .map(({ intent, end }) => ({ request: intent as unknown as ApprovalRequest, end }));
}
