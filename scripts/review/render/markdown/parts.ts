/** Parts of the comment; the caller decides what each size leaves out. */
import type { Absence, Alike, Group } from '../../groups';
import { shown } from '../../groups';
import type { AttributeChange, ReviewedChange, ReviewedStack } from '../../model';
import type { Review } from '../../report';
import type { FindingGroup } from '../findings';
import { count, few } from '../text';
import { diffLines, secretMark, sidesOf } from '../values';
import { actionWords, sameIn } from '../words';
import { block, code, prose } from './escape';

type Stacks = ReadonlyMap<string, ReviewedStack>;

/** Names per line. */
const mostNames = 12;
/** Lines shown of one attribute's comparison. */
const mostDiffLines = 40;

export const bullets = (lines: readonly string[], depth = 0): string[] =>
  lines.map((line) => `${'  '.repeat(depth)}- ${line}`);

const names = (items: readonly string[]) => few(items.map(code), mostNames);

/** One entry for identical findings: what, where, who is affected and how to proceed. */
export function findingEntry({ finding, address, effects, findings, tenants }: FindingGroup): string[] {
  const stacks = [...new Set(findings.map(({ stack }) => stack))];
  const times = findings.length > 1 ? ` ${count(findings.length, 'time')},` : '';
  return [
    `- **${code(finding.rule)}**: ${actionWords[finding.action]} ${code(address)},${times} in ${names(stacks)}`,
    ...bullets(
      [
        prose(finding.why),
        ...effects.map((effect) => `here: ${prose(effect)}`),
        ...(tenants.length > 0 ? [`users of ${count(tenants.length, 'tenant')}: ${names(tenants)}`] : []),
        ...(finding.approval ? [`approved by ${code(finding.approval)}`] : []),
        `to proceed: ${prose(finding.proceed)}`,
      ],
      1,
    ),
  ];
}

export const approvalEntry = ({ file, state, why }: Review['verdict']['approvals'][number]): string =>
  `- ${code(file)} **${state}**: ${prose(why)}`;

/** `**update** …`: what, where, and how often. */
export function groupLine(group: Group, stacks: Stacks): string {
  const { action, address, previousAddress } = shown(group, stacks);
  const from = previousAddress === undefined ? '' : ` (was ${code(previousAddress)})`;
  const exceptions = group.exceptions.reduce((sum, { places }) => sum + places.length, 0);
  const otherwise = exceptions > 0 ? `; different in ${count(exceptions, 'place')}` : '';
  const without = group.without.length > 0 ? `; not in ${count(group.without.length, 'place')}` : '';
  return `- **${actionWords[action]}** ${code(address)}${from}: ${prose(sameIn(group, stacks))}${otherwise}${without}`;
}

/** A group's effects, its exceptions, and the places without it. */
export function groupDetails(group: Group, stacks: Stacks, diffs: boolean): string[] {
  return [
    ...changeDetails(shown(group, stacks), diffs, 1),
    ...group.exceptions.flatMap((alike) => [
      `  - different in ${names(alike.places.map(placeName))}`,
      ...changeDetails(shown(alike, stacks), diffs, 2),
    ]),
    ...(group.without.length > 0 ? [`  - not in ${names(group.without.map(placeName))}`] : []),
  ];
}

const placeName = ({ stack, owner }: Absence | Alike['places'][number]) =>
  owner === undefined ? stack : `${owner} in ${stack}`;

function changeDetails({ effects, attributes }: ReviewedChange, diffs: boolean, depth: number): string[] {
  const paths = attributes.map(({ path }) => path);
  return [
    ...bullets(
      effects.map(({ what }) => `means: ${prose(what)}`),
      depth,
    ),
    ...(diffs || paths.length === 0 ? [] : bullets([`attributes: ${names(paths)}`], depth)),
    ...(diffs && attributes.length > 0 ? indented(block('diff', diffOf(attributes)), depth) : []),
  ];
}

/** Inside a list entry. */
const indented = (text: string, depth: number) => [
  '',
  ...text.split('\n').map((line) => `${'  '.repeat(depth)}${line}`),
  '',
];

function diffOf(attributes: readonly AttributeChange[]): string {
  return attributes
    .flatMap((attribute) => {
      const notes = [attribute.replaces && 'forces replacement'].filter(Boolean).join(', ');
      const { before, after } = sidesOf(attribute);
      const lines = attribute.secret ? [{ kind: '!', text: secretMark }] : diffLines(before.text, after.text);
      const left = lines.length - mostDiffLines;
      return [
        `@@ ${attribute.path.replaceAll('\n', '\\n')}${notes ? ` (${notes})` : ''} @@`,
        ...lines.slice(0, mostDiffLines).map(({ kind, text }) => `${kind} ${text.slice(0, 300)}`),
        ...(left > 0 ? [`  … ${count(left, 'more line')}`] : []),
      ];
    })
    .join('\n');
}

/** The facts under which the plans were made. */
export function factLines({ facts, verdict }: Review): string[] {
  const bases = [
    ...new Set(Object.values(facts.stacks).map(({ base }) => base?.commit ?? 'not known')),
  ].sort();
  const accounts = [...new Set(Object.values(facts.stacks).map(({ accountId }) => accountId))].sort();
  const tree = {
    true: ', nothing else changed',
    false: ', **with uncommitted changes**',
    null: '',
  }[String(facts.clean) as 'true' | 'false' | 'null'];
  return bullets([
    `commit ${code(facts.commit ?? 'none')}${tree}; compared with ${names(bases)}`,
    `planned ${code(facts.createdAt)} by ${code(facts.by)} as the ${facts.role} role`,
    `accounts ${names(accounts)}`,
    `Terraform ${code(facts.tools.terraform)}, AWS provider ${code(facts.tools.provider)}`,
    ...(facts.authors?.length ? [`authors ${names(facts.authors)}`] : []),
    `model ${code(verdict.model)}`,
  ]);
}
