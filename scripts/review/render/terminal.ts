/** A review for the terminal: one screen, and a pointer to the rest. */
import { table } from '../../cli/table';
import type { ReviewedStack } from '../model';
import type { Review } from '../report';
import { findingGroups } from './findings';
import { reachOf } from './reach';
import { FindingIndex, type Risk, risks } from './risk';
import { count, cut, few, number, visible } from './text';
import { actionWords, changesIn, findingsIn, headOf, reachIn, verdictOf } from './words';

/** Most findings, and most stacks that could not be planned. */
const most = 8;
/** Characters per line. */
const width = 150;

const line = (text: string) => cut(visible(text), width);

/** One row per kind of stack: the total, and the number of stacks by heaviest change. */
function kindRows({ model, verdict }: Review): (string | number)[][] {
  const index = new FindingIndex(verdict);
  const kinds = new Map<ReviewedStack['kind'], Map<Risk, number>>();
  for (const { stack, changes } of model.stacks) {
    const risk = index.riskOfStack(stack.id, changes);
    const counts = kinds.get(stack.kind) ?? new Map<Risk, number>();
    kinds.set(stack.kind, counts.set(risk, (counts.get(risk) ?? 0) + 1));
  }
  return [...kinds].map(([kind, counts]) => [
    kind,
    number([...counts.values()].reduce((sum, found) => sum + found, 0)),
    ...risks.map((risk) => (counts.has(risk) ? number(counts.get(risk) ?? 0) : '')),
  ]);
}

const headings: Record<Risk, string> = {
  blocked: 'blocked',
  flagged: 'flagged',
  approved: 'approved',
  noted: 'of note',
  destroys: 'destroys',
  changes: 'changes',
  quiet: 'unchanged',
};

/** At most 40 lines, whatever the fleet's size. */
export function terminal(review: Review): string {
  const { model, verdict } = review;
  const reach = reachOf(review);
  const groups = findingGroups(review);
  const findings = groups
    .slice(0, most)
    .flatMap(({ finding, address, findings, tenants }) => [
      line(
        `${finding.severity} ${finding.rule}: ${actionWords[finding.action]} ${address}${findings.length > 1 ? `, ${count(findings.length, 'time')}` : ` in ${finding.stack}`}${tenants.length > 0 ? `; users of ${few(tenants, 3)}` : ''}`,
      ),
      ...(finding.severity === 'blocked' ? [line(`  ${finding.proceed}`)] : []),
    ]);
  const more = groups.length - most;
  const failed = model.failed
    .slice(0, most - 3)
    .map(({ id, reason }) => line(`not planned: ${id}: ${reason}`));
  return [
    `${headOf(review)}: ${findingsIn(reach)}. ${verdictOf(review)}`,
    `${changesIn(reach)}. ${reachIn(reach)}.`,
    // The table counts planned changes.
    ...(model.stacks.length > 0 && !reach.driftOnly
      ? [table(['stacks', 'planned', ...risks.map((risk) => headings[risk])], kindRows(review))]
      : []),
    ...findings,
    ...(more > 0 ? [`and ${count(more, 'other group')} of findings`] : []),
    ...failed,
    ...(model.failed.length > failed.length
      ? [`and ${count(model.failed.length - failed.length, 'other stack')} could not be planned`]
      : []),
    ...(reach.stacks.skipped > 0 ? [`${count(reach.stacks.skipped, 'stack')} skipped`] : []),
    ...(verdict.approvals.some(({ state }) => state !== 'used')
      ? [
          line(
            `approvals without effect: ${few(
              verdict.approvals
                .filter(({ state }) => state !== 'used')
                .map(({ file, state }) => `${file} (${state})`),
              3,
            )}`,
          ),
        ]
      : []),
    ...(verdict.outcome === 'blocked' ? [`an approval must name the model ${verdict.model}`] : []),
  ].join('\n');
}
