import { nearest } from '../../environments/loading/suggest';
import type { Approval } from '../../environments/schema';
import type { ApprovalFile } from './load';
import { type ApprovalUse, type Finding, guardError } from './verdict';

/** What approvals are checked against, besides findings. */
export interface ApprovalFacts {
  /** SHA-256 of the plan set's model. */
  hash: string;
  /** E-mail addresses of the change's authors; null if unknown, and then no approval counts. */
  authors: readonly string[] | null;
  now: Date;
}

const day = 24 * 60 * 60 * 1000;

/**
 * How many days ahead an approval may expire. A month covers a change window and a holiday, and ends before the same
 * change can recur unnoticed. Our own choice.
 */
const longest = 30;

const coordinates = ['stack', 'address', 'action', 'rule'] as const;

const sameChange = (approval: Approval, finding: Finding) =>
  finding.rule !== guardError && coordinates.every((key) => approval[key] === finding[key]);

/** Milliseconds until the end of its last day in UTC. */
const leftOf = ({ expires }: Approval, now: Date) => Date.parse(`${expires}T00:00:00Z`) + day - now.getTime();

const sameAddress = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Why an approval of an exact finding does not count; undefined if it does. */
function objection(
  approval: Approval,
  { hash, authors, now }: ApprovalFacts,
): Omit<ApprovalUse, 'file'> | undefined {
  const mismatched = (why: string) => ({ state: 'mismatched', why }) as const;
  if (!(leftOf(approval, now) > 0))
    return { state: 'expired', why: `expired at the end of ${approval.expires}, in UTC` };
  if (leftOf(approval, now) > (longest + 1) * day)
    return mismatched(`expires on ${approval.expires}: at most ${longest} days ahead are allowed`);
  if (approval.model !== hash)
    return mismatched(`approves the model ${approval.model}, but this plan set has ${hash}: review it again`);
  if (authors === null) return mismatched("the change's authors are unknown, so nobody can approve it");
  if (authors.some((author) => sameAddress(author, approval.approver)))
    return mismatched(`${approval.approver} is an author of the change: someone else has to approve it`);
  return undefined;
}

/** Why an approval matches no finding: the key that differs from the nearest one, or that there is none like it. */
function missed(
  approval: Approval,
  findings: readonly Finding[],
  { hash, now }: ApprovalFacts,
): Omit<ApprovalUse, 'file'> {
  if (!(leftOf(approval, now) > 0))
    return { state: 'expired', why: `expired at the end of ${approval.expires}, in UTC` };
  for (const key of coordinates) {
    const alike = findings.filter((finding) =>
      coordinates.every((other) => other === key || approval[other] === finding[other]),
    );
    if (alike.length === 0) continue;
    const values = [...new Set(alike.map((finding) => finding[key]))].sort();
    const meant = nearest(approval[key], values) ?? values.join(' or ');
    return { state: 'mismatched', why: `${key} is "${approval[key]}", but the finding has "${meant}"` };
  }
  if (approval.model === hash)
    return { state: 'mismatched', why: 'is for this plan set, but the guard finds nothing like it' };
  return { state: 'unused', why: 'nothing in this plan set matches it' };
}

/**
 * Matches approvals with findings. An approval covers only findings that it names exactly, by stack, address,
 * action and rule.
 * @returns the findings, with covered ones marked `approved`, and the outcome of each approval, in order
 */
export function applyApprovals(
  findings: readonly Finding[],
  approvals: readonly ApprovalFile[],
  facts: ApprovalFacts,
): { findings: Finding[]; uses: ApprovalUse[] } {
  const covered = new Map<Finding, string>();
  const uses = approvals.map(({ file, approval }): ApprovalUse => {
    const exact = findings.filter((finding) => sameChange(approval, finding));
    if (exact.length === 0) return { file, ...missed(approval, findings, facts) };
    const refused = objection(approval, facts);
    if (refused) return { file, ...refused };
    const open = exact.filter((finding) => finding.severity === 'blocked');
    if (open.length === 0)
      return { file, state: 'unused', why: 'nothing is blocked there, so no approval is needed' };
    const first = open.map((finding) => covered.get(finding)).find((other) => other !== undefined);
    if (first) return { file, state: 'unused', why: `${first} already approves it` };
    for (const finding of open) covered.set(finding, file);
    return {
      file,
      state: 'used',
      why: `allows ${approval.rule} for ${approval.address} until ${approval.expires}`,
    };
  });
  return {
    findings: findings.map((finding) => {
      const approval = covered.get(finding);
      return approval === undefined ? finding : { ...finding, severity: 'approved', approval };
    }),
    uses,
  };
}
