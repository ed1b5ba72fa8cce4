import { table } from '../cli/table';
import type { EnvironmentDiff, StoreDiff, Widens } from './compare';
import { answerText, askedText } from './describe';
import { changeOf } from './difference';
import type { Subject } from './subjects';

export type Compared = Subject & { diff: StoreDiff };

const shortType = (type: string) => type.split('::').at(-1) as string;

const environmentText = ({ principal, action, resource }: EnvironmentDiff) =>
  `${shortType(principal)} ${action} ${shortType(resource)}`;

const verdicts: Record<Widens, string> = {
  yes: 'WIDENS ACCESS',
  may: 'MAY WIDEN ACCESS',
  no: 'widens nothing',
};

const proofText = ({ proof, standing }: EnvironmentDiff) =>
  ({ both: '', before: 'removed: ', after: 'new: ' })[standing] +
  {
    unchanged: 'PROVED unchanged',
    'only narrower': 'PROVED only narrower',
    'only wider': 'PROVED only wider',
    none: 'not proved',
  }[proof];

function sampledText({ sampled }: EnvironmentDiff): string {
  if (!sampled) return '';
  const { samples, newlyAllowed, newlyDenied } = sampled;
  if (newlyAllowed + newlyDenied === 0) return `no difference found among ${samples}`;
  return `${newlyAllowed} newly allowed, ${newlyDenied} newly denied of ${samples}`;
}

const indent = (lines: readonly string[], by: string) => lines.map((line) => `${by}${line}`);

function examplesText(environment: EnvironmentDiff): string[] {
  return (environment.sampled?.examples ?? []).flatMap((asked) => [
    `  ${environmentText(environment)}, ${changeOf(asked)}:`,
    ...indent(askedText(asked), '    '),
  ]);
}

/** Whether a comparison found anything to report. */
export const differs = ({ policies, templates, schema, environments, golden }: StoreDiff): boolean =>
  policies.length + templates.length + schema.length + golden.length > 0 ||
  environments.some(({ proof }) => proof !== 'unchanged');

function goldenText({ golden, goldenAsked }: StoreDiff): string[] {
  const decided = golden.filter(({ change }) => change !== 'by other policies');
  const others = golden.length - decided.length;
  return [
    `  golden decisions: ${decided.length} of ${goldenAsked} changed` +
      (others > 0 ? `, ${others} the same but by different policies` : ''),
    ...decided.map(
      ({ name, change, before, after }) =>
        `    ${change}: ${name} (${answerText(before)} → ${answerText(after)})`,
    ),
  ];
}

/** The differences of one store. */
function storeText({ name, places, notes, diff }: Compared): string[] {
  const where =
    places.length > 0
      ? ` (${places.length} stores: ${places.slice(0, 3).join('; ')}${places.length > 3 ? '; …' : ''})`
      : '';
  if (!differs(diff)) return [`${name}${where}: no difference`, ...indent(notes, '  ')];
  const changed = diff.environments.filter(({ proof }) => proof !== 'unchanged');
  const unchanged = diff.environments.length - changed.length;
  return [
    `${name}${where}: ${verdicts[diff.widens]}`,
    ...indent(notes, '  '),
    ...diff.schema.map((change) => `  schema: ${change}`),
    ...diff.policies.map(({ name: policy, effect, change }) => `  ${effect} ${policy}: ${change}`),
    ...diff.templates.map(
      ({ name: template, effect, change, widens }) =>
        `  template ${template} (${effect}): ${change}${widens === 'may' ? '; MAY WIDEN ACCESS for its linked policies' : ''}`,
    ),
    ...(changed.length > 0
      ? [
          table(
            ['principal, action, resource', 'access', 'proof', 'samples'],
            changed.map((environment) => [
              environmentText(environment),
              verdicts[environment.widens],
              proofText(environment),
              sampledText(environment),
            ]),
          ),
        ]
      : []),
    `  PROVED unchanged: ${unchanged} of ${diff.environments.length} request environments`,
    ...changed.flatMap(examplesText),
    ...goldenText(diff),
  ];
}

/** The report: each store, then the overall verdict. */
export function diffReport(
  compared: readonly Compared[],
  warnings: readonly string[],
  widens: Widens,
): string {
  return [
    ...warnings.map((warning) => `warning: ${warning}`),
    ...compared.flatMap(storeText),
    `overall: ${verdicts[widens]}`,
    ...(compared.some(({ diff }) => diff.environments.some(({ sampled }) => sampled))
      ? ['Everything not PROVED is only sampled: finding no difference among samples is no proof.']
      : []),
  ].join('\n');
}
