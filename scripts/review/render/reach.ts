/** Who is affected by a plan set. No I/O: the page uses it too. */
import type { Finding } from '../../guard/verdict';
import type { ReviewAction, ReviewedChange, ReviewedStack, Section } from '../model';
import type { Review } from '../report';
import { reachesAws } from './risk';

/** Rings in rollout order. `before all`: what every ring depends on. */
export const ringsInOrder = ['before all', 'canary', 'early', 'general'] as const;
export type RingName = (typeof ringsInOrder)[number];

export const ringOf = ({ ring }: Pick<ReviewedStack, 'ring'>): RingName => ring ?? 'before all';

export interface Reach {
  /** AWS was only compared with the states; nothing was planned. */
  driftOnly: boolean;
  /** Stacks that were planned, would change, could not be planned, and were skipped. */
  stacks: { planned: number; changed: number; failed: number; skipped: number };
  /** Tenants with a change of their own or in a stack that they share, sorted. */
  tenants: string[];
  /** Kinds of stacks that do not serve tenants: `customer`, `internal`, `machine`, `edge`. */
  shared: string[];
  /** Users of the affected pools, as last estimated by AWS; undefined if no pool has an estimate. */
  users: number | undefined;
  rings: RingName[];
  /** `cells-a eu-central-1` */
  targets: string[];
  /** Real changes, by action. */
  actions: Partial<Record<ReviewAction, number>>;
  sections: Partial<Record<Section, number>>;
  findings: Record<Finding['severity'], number>;
}

const sharedKinds = ['customer', 'internal', 'machine', 'edge'];

/** Whose users a change affects: its owner's, or everyone's in its stack. */
export function tenantsOf({ owner }: Pick<ReviewedChange, 'owner'>, stack: ReviewedStack): readonly string[] {
  if (owner?.startsWith('tenant:')) return [owner.slice('tenant:'.length)];
  return owner === undefined ? stack.tenants : [];
}

const tally = <K extends string>(counts: Partial<Record<K, number>>, key: K) => {
  counts[key] = (counts[key] ?? 0) + 1;
};

export function reachOf({ model, verdict, facts }: Review): Reach {
  const tenants = new Set<string>();
  const shared = new Set<string>();
  const rings = new Set<RingName>();
  const targets = new Set<string>();
  /** `<stack>\n<owner>`: each pool's users count once. */
  const pools = new Map<string, number>();
  const actions: Reach['actions'] = {};
  const sections: Reach['sections'] = {};
  let changed = 0;
  for (const { stack, changes } of model.stacks) {
    const reaching = facts.driftOnly ? changes : changes.filter(reachesAws);
    for (const { section } of changes) tally(sections, section);
    for (const change of reaching) {
      if (change.section === 'change') tally(actions, change.action);
      for (const tenant of tenantsOf(change, stack)) tenants.add(tenant);
      for (const [owner, users] of Object.entries(facts.stacks[stack.id]?.users ?? {}))
        if (change.owner === undefined || change.owner === owner) pools.set(`${stack.id}\n${owner}`, users);
    }
    if (reaching.length === 0) continue;
    changed++;
    if (sharedKinds.includes(stack.kind)) shared.add(stack.kind);
    rings.add(ringOf(stack));
    targets.add(`${stack.account} ${stack.region}`);
  }
  for (const finding of verdict.findings) for (const tenant of finding.tenants) tenants.add(tenant);
  const severities = { blocked: 0, flagged: 0, approved: 0 };
  for (const { severity } of verdict.findings) severities[severity]++;
  return {
    driftOnly: facts.driftOnly ?? false,
    stacks: {
      planned: model.stacks.length,
      changed,
      failed: model.failed.length,
      skipped: model.skipped.length,
    },
    tenants: [...tenants].sort(),
    shared: sharedKinds.filter((kind) => shared.has(kind)),
    users: pools.size > 0 ? [...pools.values()].reduce((sum, users) => sum + users, 0) : undefined,
    rings: ringsInOrder.filter((ring) => rings.has(ring)),
    targets: [...targets].sort(),
    actions,
    sections,
    findings: severities,
  };
}
