/** Wording shared by all outputs. No I/O: the page uses it too. */
import type { Verdict } from '../../guard/verdict';
import type { Group } from '../groups';
import type { ReviewAction, ReviewedStack, Section } from '../model';
import type { Review } from '../report';
import type { Reach } from './reach';
import { count, number } from './text';

export const sectionTitles: Readonly<Record<Section, { title: string; means: string }>> = {
  change: { title: 'Real changes', means: 'AWS would be changed' },
  state: { title: 'State only', means: 'moved, imported or forgotten; nothing changes in AWS' },
  drift: { title: 'Drift', means: 'it was changed outside Terraform' },
  hidden: { title: 'Hidden', means: 'Terraform’s plan does not show it; found by looking' },
  deferred: { title: 'Deferred', means: 'Terraform does not know yet' },
};

/** In display order. */
export const sectionsInOrder = [
  'change',
  'state',
  'drift',
  'hidden',
  'deferred',
] as const satisfies Section[];

export const actionWords: Readonly<Record<ReviewAction, string>> = {
  create: 'create',
  update: 'update',
  replace: 'replace',
  delete: 'destroy',
  forget: 'forget',
  move: 'move',
  import: 'import',
  none: 'leave',
};

const heads: Readonly<Record<Verdict['outcome'], string>> = {
  blocked: 'Blocked',
  incomplete: 'Incomplete',
  flagged: 'Look closely',
  clear: 'Clear',
};

/** The title: `plan review of prod`. */
export const titleOf = ({ model, facts }: Pick<Review, 'model' | 'facts'>): string =>
  `${facts.driftOnly ? 'drift' : 'plan review'} of ${model.environment}`;

const drifted = ({ stacks }: Review['model']) => stacks.some(({ changes }) => changes.length > 0);

/** The verdict in one word: `Blocked`. */
export function headOf({ model, verdict, facts }: Review): string {
  if (!facts.driftOnly || verdict.outcome === 'incomplete') return heads[verdict.outcome];
  return drifted(model) ? 'Drift' : 'As applied';
}

/** The verdict in one sentence. */
export function verdictOf({ model, verdict, facts }: Review): string {
  if (verdict.outcome === 'incomplete')
    return `${count(model.failed.length, 'stack')} could not be planned, so the changes there are unknown.`;
  if (facts.driftOnly)
    return drifted(model)
      ? 'This was changed outside Terraform. A rollout reverts what configuration sets.'
      : 'Everything that was checked is as it was applied.';
  switch (verdict.outcome) {
    case 'blocked':
      return `This plan set may not be applied to ${model.environment}.`;
    case 'flagged':
      return 'Nothing blocks this plan set, but something in it is dangerous, and allowed here or approved.';
    case 'clear':
      return 'No rule matches anything in this plan set.';
  }
}

/** Always shown: `3 findings block it, 2 are flagged, 1 is approved`. */
export function findingsIn({ findings: { blocked, flagged, approved }, driftOnly }: Reach): string {
  if (driftOnly) return `${count(blocked + flagged, 'guard finding')}`;
  const are = (value: number) => (value === 1 ? 'is' : 'are');
  const others = [
    ...(flagged > 0 ? [`${number(flagged)} ${are(flagged)} flagged`] : []),
    ...(approved > 0 ? [`${number(approved)} ${are(approved)} approved`] : []),
  ];
  return [`${count(blocked, 'finding')} ${blocked === 1 ? 'blocks' : 'block'} it`, ...others].join(', ');
}

/** `12 of 300 stacks would change: 40 create, 380 update, 1 replace, 2 destroy` */
export function changesIn({ stacks, actions, driftOnly }: Reach): string {
  if (driftOnly)
    return `${number(stacks.changed)} of ${count(stacks.planned, 'stack')} ${stacks.changed === 1 ? 'is' : 'are'} not as applied`;
  const parts = (Object.keys(actionWords) as ReviewAction[]).flatMap((action) => {
    const found = actions[action];
    return found ? [`${number(found)} ${actionWords[action]}`] : [];
  });
  const what = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return `${number(stacks.changed)} of ${count(stacks.planned, 'stack')} would change${what}`;
}

/** `It affects 380 tenants, customer and internal flow, and edge, about 1,680,000 users; rings: canary, early` */
export function reachIn({ tenants, shared, users, rings }: Reach): string {
  const flows = shared.filter((kind) => kind !== 'edge');
  const whom = [
    ...(tenants.length > 0 ? [count(tenants.length, 'tenant')] : []),
    ...(flows.length > 0 ? [`the ${list(flows)} ${flows.length === 1 ? 'flow' : 'flows'}`] : []),
    ...(shared.includes('edge') ? ['the edge'] : []),
  ];
  return [
    `It affects ${whom.length > 0 ? list(whom) : 'nobody we know of'}`,
    ...(users === undefined ? [] : [`about ${count(rounded(users), 'user')}`]),
    ...(rings.length > 0 ? [`rings: ${rings.join(', ')}`] : []),
  ].join('; ');
}

/** AWS's number is an estimate, so three digits suffice. */
const rounded = (value: number): number => Number(value.toPrecision(3));

const list = (items: readonly string[]) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** Where a group is: `in 38 cells (380 tenants)`, or the one place. */
function placesIn(group: Pick<Group, 'places'>, stacks: ReadonlyMap<string, ReviewedStack>): string {
  const ids = [...new Set(group.places.map(({ stack }) => stack))];
  const owners = new Set(group.places.flatMap(({ owner }) => (owner === undefined ? [] : [owner])));
  const whose =
    owners.size > 1
      ? ` (${count(owners.size, [...owners].every((owner) => owner.startsWith('tenant:')) ? 'tenant' : 'owner')})`
      : '';
  if (ids.length === 1) return `in ${ids[0]}${whose}`;
  const cells = ids.every((id) => stacks.get(id)?.kind === 'cell');
  return `in ${count(ids.length, cells ? 'cell' : 'stack')}${whose}`;
}

/** `the same change in 38 cells`, or where the only one is. */
export const sameIn = (group: Pick<Group, 'places'>, stacks: ReadonlyMap<string, ReviewedStack>): string =>
  `${group.places.length > 1 ? 'the same change ' : ''}${placesIn(group, stacks)}`;
