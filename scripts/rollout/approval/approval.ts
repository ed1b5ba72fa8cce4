import { createHash } from 'node:crypto';
import type { StackContent } from '../../applied/changed';
import type { StateStore } from '../../aws/state-store';
import type { Entry } from '../../ledger/line';
import { type StepRecord, stepsOf } from '../../ledger/steps';

/** What has to be approved before a wave begins. A run's ledger has it as the intent of the step `approve <wave>`. */
export interface ApprovalRequest {
  wave: number;
  /** Hash over the wave's stacks and what each is synthesized to: an approval is of nothing else. */
  content: string;
  /** Ids of the wave's stacks. */
  stacks: readonly string[];
  /** Where an approval is looked for, in the state bucket of the run's home account. */
  key: string;
  /** What is approved, for a person. */
  what: string;
}

/** Who approved a wave, and when. */
export interface Approval {
  version: 1;
  wave: number;
  content: string;
  /** ARN of whoever approved. */
  by: string;
  /** ISO 8601. */
  at: string;
}

export const approvalStep = (wave: number): string => `approve ${wave}`;

/** Where approvals lie: all runners of a board look for the same. */
export const approvalKey = (
  { run, board }: { run: string; board?: string | undefined },
  wave: number,
): string => `approval/${board === undefined ? `run/${run}` : `board/${board}`}/${wave}.json`;

/** What an approval of a wave is bound to. */
export const contentOf = (stacks: readonly Pick<StackContent, 'stack' | 'content'>[]): string => {
  const contents = stacks.map(({ stack, content }) => `${stack.id} ${content}`).sort();
  return createHash('sha256').update(contents.join('\n')).digest('hex');
};

/** The approval of what is asked for; undefined where there is none, or it is of something else. */
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

/** Approves; an approval of something that the wave was before is replaced. False where somebody else was quicker. */
export async function writeApproval(
  store: Pick<StateStore, 'etagOf' | 'write'>,
  key: string,
  approval: Approval,
): Promise<boolean> {
  const seen = await store.etagOf(key);
  return (await store.write(key, `${JSON.stringify(approval, null, 2)}\n`, seen)) !== undefined;
}

/** What a run has asked for last, wave by wave. */
export function requestsIn(
  entries: readonly Entry[],
): { request: ApprovalRequest; end: StepRecord['end'] }[] {
  return [...stepsOf(entries).values()]
    .filter(({ id }) => id.startsWith('approve '))
    .map(({ intent, end }) => ({ request: intent as unknown as ApprovalRequest, end }));
}
