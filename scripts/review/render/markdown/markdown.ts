/**
 * A review as a pull-request comment. GitHub accepts 65,536 characters, and a fleet's changes can be more: there is a
 * ladder of sizes, and the largest that fits is used. All start with the verdict and the number of blocking findings.
 */
import { type Group, groupsOf } from '../../groups';
import type { ReviewedStack } from '../../model';
import type { Review } from '../../report';
import { byRule, type FindingGroup, findingGroups } from '../findings';
import { ranked } from '../ranked';
import { type Reach, reachOf } from '../reach';
import { FindingIndex, type Risk, risks } from '../risk';
import { count, few, number } from '../text';
import {
  changesIn,
  findingsIn,
  headOf,
  reachIn,
  sectionsInOrder,
  sectionTitles,
  titleOf,
  verdictOf,
} from '../words';
import { cellCode, code, prose } from './escape';
import { approvalEntry, bullets, factLines, findingEntry, groupDetails, groupLine } from './parts';

/** From the largest: everything, no before and after, one line per group, counts of stacks, only the verdict. */
export const sizes = ['full', 'no-diffs', 'groups', 'stacks', 'verdict'] as const;
export type Size = (typeof sizes)[number];

/** In bytes of UTF-8, never fewer than characters: GitHub's limit is 65,536 characters (its REST API refuses more). */
const limit = 60_000;

/** Stacks named in one line if there is room. */
const mostStacks = 40;

/** Stacks named in one table row. */
const mostInRow = 3;

/** At `verdict`, only this grows with the fleet. */
const mostRules = 20;

interface Digest {
  review: Review;
  reach: Reach;
  findings: FindingGroup[];
  groups: Group[];
  stacks: ReadonlyMap<string, ReviewedStack>;
}

function digestOf(review: Review): Digest {
  const stacks = new Map(review.model.stacks.map(({ stack }) => [stack.id, stack]));
  const index = new FindingIndex(review.verdict);
  return {
    review,
    reach: reachOf(review),
    findings: findingGroups(review),
    groups: ranked(groupsOf(review.model), stacks, index).map(({ group }) => group),
    stacks,
  };
}

/** The largest size that fits into `most` bytes. */
export function markdown(review: Review, most = limit): string {
  const digest = digestOf(review);
  for (const size of sizes) {
    const text = write(digest, size);
    if (size === 'verdict' || Buffer.byteLength(text) <= most) return text;
  }
  throw new Error('unreachable');
}

/** One size, whether it fits or not. */
export const markdownAt = (review: Review, size: Size): string => write(digestOf(review), size);

function write(digest: Digest, size: Size): string {
  const parts = [...top(digest), ...(size === 'full' ? [] : [shortened(size)])];
  if (size === 'verdict') parts.push(...rules(digest));
  else parts.push(...findings(digest, size), ...approvals(digest, size));
  if (size === 'stacks') parts.push(stackTable(digest));
  if (size === 'full' || size === 'no-diffs' || size === 'groups') parts.push(...sections(digest, size));
  if (size !== 'verdict') parts.push(...left(digest, size));
  parts.push(['### Facts', '', ...factLines(digest.review)].join('\n'));
  return `${parts.join('\n\n')}\n`;
}

const icons = { blocked: '⛔', incomplete: '❔', flagged: '⚠️', clear: '✅' };

function top({ review, reach }: Digest): string[] {
  const { model, verdict } = review;
  const { failed, skipped } = reach.stacks;
  return [
    `## ${icons[verdict.outcome]} ${headOf(review)}: ${prose(titleOf(review))}${model.production ? ' (production)' : ''}`,
    `**${findingsIn(reach)}.** ${prose(verdictOf(review))}`,
    bullets([
      `${changesIn(reach)}`,
      reachIn(reach),
      ...(failed > 0 ? [`**${count(failed, 'stack')} could not be planned**`] : []),
      ...(skipped > 0 ? [`${count(skipped, 'stack')} not planned`] : []),
    ]).join('\n'),
  ];
}

const leftOut: Record<Exclude<Size, 'full'>, string> = {
  'no-diffs': 'values before and after',
  groups: 'everything but one line per group of changes',
  stacks: 'everything but how much changes in each stack',
  verdict: 'everything but the verdict',
};

const shortened = (size: Exclude<Size, 'full'>) =>
  `> To fit in a comment, this leaves out ${leftOut[size]}. The HTML page of this review has everything.`;

function rules({ review: { verdict } }: Digest): string[] {
  const found = byRule(verdict.findings);
  if (found.length === 0) return [];
  const lines = found
    .slice(0, mostRules)
    .map(({ severity, rule, found }) => `${severity}: ${code(rule)}, ${count(found, 'finding')}`);
  const more = found.length - mostRules;
  return [bullets([...lines, ...(more > 0 ? [`and ${count(more, 'other rule')}`] : [])]).join('\n')];
}

const severityTitles = { blocked: 'Blocked', flagged: 'Flagged', approved: 'Approved' };

function findings({ findings, reach }: Digest, size: Size): string[] {
  return (['blocked', 'flagged', 'approved'] as const).flatMap((severity) => {
    const own = findings.filter(({ finding }) => finding.severity === severity);
    if (own.length === 0) return [];
    const title = `### ${severityTitles[severity]} (${number(reach.findings[severity])})`;
    // Approved and flagged ones shrink first.
    const brief = size === 'stacks' || (size === 'groups' && severity !== 'blocked');
    const entries = brief
      ? own.map(
          ({ finding, address, findings }) =>
            `- ${code(finding.rule)}: ${code(address)}, ${count(findings.length, 'finding')}`,
        )
      : own.flatMap(findingEntry);
    return [[title, '', ...entries].join('\n')];
  });
}

function approvals({ review: { verdict } }: Digest, size: Size): string[] {
  if (verdict.approvals.length === 0) return [];
  const lines =
    size === 'stacks'
      ? [
          `- ${few(
            [...tally(verdict.approvals.map(({ state }) => state))].map(
              ([state, found]) => `${number(found)} ${state}`,
            ),
            4,
          )}`,
        ]
      : verdict.approvals.map(approvalEntry);
  return [['### Approvals', '', ...lines].join('\n')];
}

const tally = (items: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};

function sections({ groups, stacks, reach }: Digest, size: Size): string[] {
  return sectionsInOrder.flatMap((section) => {
    const own = groups.filter(({ shape }) => shape.section === section);
    if (own.length === 0) return [];
    const { title, means } = sectionTitles[section];
    const body = own.flatMap((group) => [
      groupLine(group, stacks),
      ...(size === 'groups' ? [] : groupDetails(group, stacks, size === 'full')),
    ]);
    const heading = `${title} (${number(reach.sections[section] ?? 0)}): ${means}`;
    return [
      `<details${section === 'state' ? '' : ' open'}><summary><b>${heading}</b></summary>\n\n${body.join('\n')}\n\n</details>`,
    ];
  });
}

/** One row for stacks with the same number of changes of each kind, and the same heaviest one. */
function stackTable({ review }: Digest): string {
  const index = new FindingIndex(review.verdict);
  const rows = new Map<string, { risk: Risk; what: string; ids: string[] }>();
  for (const { stack, changes } of review.model.stacks) {
    if (changes.length === 0) continue;
    const risk = index.riskOfStack(stack.id, changes);
    const counts = [
      ...tally(changes.map(({ section, action }) => (section === 'change' ? action : section))),
    ];
    const what = counts.map(([name, found]) => `${number(found)} ${name}`).join(', ');
    const key = JSON.stringify([stack.kind, risk, what]);
    const row = rows.get(key) ?? { risk, what, ids: [] };
    rows.set(key, row);
    row.ids.push(stack.id);
  }
  const lines = [...rows.values()]
    .sort((a, b) => risks.indexOf(a.risk) - risks.indexOf(b.risk))
    .map(
      ({ risk, what, ids }) =>
        `| ${number(ids.length)} | ${few(ids.map(cellCode), mostInRow)} | ${risk} | ${what} |`,
    );
  return ['| stacks | which | most severe | changes in each |', '|---|---|---|---|', ...lines].join('\n');
}

function left({ review: { model } }: Digest, size: Size): string[] {
  const part = (title: string, found: number, entries: readonly string[]) =>
    found === 0 ? [] : [[`### ${title} (${number(found)})`, '', ...entries].join('\n')];
  const most = size === 'groups' || size === 'stacks' ? 10 : mostStacks;
  return [
    ...part(
      'Could not be planned',
      model.failed.length,
      model.failed.map(({ id, reason }) => `- ${code(id)}: ${prose(reason)}`),
    ),
    ...part(
      'Not planned',
      model.skipped.length,
      [...tally(model.skipped.map(({ why }) => why))].map(([why, found]) => {
        const ids = model.skipped.filter((stack) => stack.why === why).map(({ id }) => code(id));
        return `- ${prose(why)}: ${count(found, 'stack')}, ${few(ids, most)}`;
      }),
    ),
  ];
}
