/** Generated reviews of fictitious fleets: realistic in shape and size, and the same for the same seed. */
import type { ApprovalUse, Finding } from '../../scripts/guard/verdict';
import type { StackFacts } from '../../scripts/plan-set/facts';
import type { ReviewedChange, ReviewedStack, StackModel } from '../../scripts/review/model';
import type { Review } from '../../scripts/review/report';
import { changesOfCell, changesOfShared } from './review-changes';

const regions = ['eu-central-1', 'eu-west-1', 'us-east-1'];
const names = [
  'acme',
  'globex',
  'initech',
  'stark',
  'wayne',
  'hooli',
  'umbrella',
  'tyrell',
  'cyberdyne',
  'soylent',
];

/** Numbers from 0 to 1, deterministic for a seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const hex = (next: () => number, length: number) =>
  Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('');

const tenantName = (index: number) => {
  const round = Math.floor(index / names.length);
  return `${names[index % names.length]}${round === 0 ? '' : `-${round}`}`;
};

const stackAt = (
  kind: ReviewedStack['kind'],
  account: string,
  accountId: string,
  region: string,
  stack: string,
  ring: ReviewedStack['ring'],
  tenants: string[] = [],
): ReviewedStack => ({
  id: `prod-${account}-${region}-${stack}`,
  kind,
  account,
  accountId,
  region,
  stack,
  wave: { canary: 3, early: 6, general: 9 }[ring ?? 'general'] ?? 0,
  tenants,
  ring,
});

/** An environment's stacks: the identity account's, then cells in accounts of twenty. */
function stacksOf(count: number, tenantsInCell: number): ReviewedStack[] {
  const id = '303030303030';
  const home = regions[0] as string;
  const stacks = [
    stackAt('foundation', 'identity', id, home, 'foundation', null),
    stackAt('data', 'identity', id, home, 'data', null),
    ...regions.flatMap((region) =>
      (['customer', 'internal', 'machine', 'edge'] as const).map((kind) =>
        stackAt(kind, 'identity', id, region, kind, 'general'),
      ),
    ),
  ];
  for (let account = 0; stacks.length < count; account++) {
    const name = `cells-${String.fromCharCode(97 + (account % 26))}`;
    const accountId = String(303030303031 + account);
    stacks.push(
      stackAt('foundation', name, accountId, home, 'foundation', null),
      stackAt('data', name, accountId, home, 'data', null),
    );
    for (let own = 0; own < 20; own++) {
      const cell = account * 20 + own;
      const tenants = Array.from({ length: tenantsInCell }, (_, index) =>
        tenantName(cell * tenantsInCell + index),
      );
      const ring = cell === 0 ? 'canary' : cell < 4 ? 'early' : 'general';
      for (const region of regions)
        stacks.push(
          stackAt(
            'cell',
            name,
            accountId,
            region,
            `cell-${String(cell + 1).padStart(2, '0')}`,
            ring,
            tenants,
          ),
        );
    }
  }
  return stacks.slice(0, count);
}

const severities = { blocked: 0, flagged: 1, approved: 2 };

/** Findings that the guard could report for these changes; the first approval covers the first change of its kind. */
function findingsOf(stacks: readonly StackModel[]): Finding[] {
  const findings = stacks.flatMap(({ stack, changes }) =>
    changes.flatMap((change): Finding[] => {
      const found = ruleOf(change);
      if (!found) return [];
      const tenant = change.owner?.startsWith('tenant:')
        ? [change.owner.slice('tenant:'.length)]
        : [...stack.tenants];
      const { address, action, effects } = change;
      return [{ ...found, stack: stack.id, address, action, effects, tenants: tenant }];
    }),
  );
  return findings.sort((a, b) => severities[a.severity] - severities[b.severity]);
}

function ruleOf({
  section,
  action,
  type,
  effects,
  address,
}: ReviewedChange): Pick<Finding, 'rule' | 'severity' | 'why' | 'proceed' | 'approval'> | undefined {
  if (section === 'change' && action === 'delete' && type === 'aws_cognito_user_pool')
    return address.startsWith('aws_cognito_user_pool.globex')
      ? {
          rule: 'pool-lost',
          severity: 'approved',
          why: 'Destroying a user pool loses every user in it, and no backup has their passwords.',
          proceed: 'An approval covers it.',
          approval: 'environments/prod/approvals/globex-leaves.json',
        }
      : {
          rule: 'pool-lost',
          severity: 'blocked',
          why: 'Destroying a user pool loses every user in it, and no backup has their passwords.',
          proceed:
            'Put the tenant file back. To end a tenant, use `fleet tenant offboard`, or write an approval for this resource.',
        };
  const ids = new Set(effects.map(({ id }) => id));
  if (ids.has('hook-removed'))
    return {
      rule: 'hook-removed',
      severity: 'blocked',
      why: 'Tokens would be issued without the claims that authorization rests on.',
      proceed: 'Put the hook back, or write an approval for this pool.',
    };
  if (ids.has('callbacks-wider'))
    return {
      rule: 'callback-wider',
      severity: 'flagged',
      why: 'Tokens could be sent to a host where they could not be sent before.',
      proceed: 'Make sure that the host is the tenant’s own.',
    };
  return undefined;
}

export interface FixtureOptions {
  seed?: number;
  stacks?: number;
  tenantsInCell?: number;
  /** Most changes per cell; tenants beyond that already have the new settings. */
  changesInStack?: number;
  /** Every `quiet`th stack has no changes; 0: all change. */
  quiet?: number;
  failed?: number;
  skipped?: number;
}

export function reviewFixture({
  seed = 12,
  stacks: count = 40,
  tenantsInCell = 8,
  changesInStack = 40,
  quiet = 9,
  failed = 2,
  skipped = 3,
}: FixtureOptions = {}): Review {
  const next = random(seed);
  const placed = stacksOf(count + failed + skipped, tenantsInCell);
  const planned = placed.slice(0, count);
  const left = placed.slice(count).map(({ id }) => id);
  const stacks = planned
    .map((stack, index): StackModel => {
      const still = quiet > 0 && index % quiet === quiet - 1;
      const changes = still
        ? []
        : (stack.kind === 'cell'
            ? changesOfCell(stack, next, changesInStack)
            : changesOfShared(stack, next)
          ).sort(bySectionAndAddress);
      return { stack, bootstrapped: true, changed: changes.length > 0, changes };
    })
    .sort((a, b) => (a.stack.id < b.stack.id ? -1 : 1));
  const findings = findingsOf(stacks);
  const blocked = findings.some(({ severity }) => severity === 'blocked');
  const approvals: ApprovalUse[] = [
    {
      file: 'environments/prod/approvals/globex-leaves.json',
      state: findings.some(({ severity }) => severity === 'approved') ? 'used' : 'unused',
      why: 'globex has ended its contract (IDN-412), approved by Rosa Marchetti until 2026-12-15',
    },
    {
      file: 'environments/prod/approvals/old-domain.json',
      state: 'expired',
      why: 'it ended on 2026-10-31',
    },
  ];
  return {
    model: {
      version: 1,
      environment: 'prod',
      production: true,
      stacks,
      failed: left.slice(0, failed).map((id) => ({
        id,
        reason: 'Error: reading SSM Parameter: AccessDeniedException: the plan role may not read it',
      })),
      skipped: left.slice(failed).map((id) => ({ id, why: 'as it was last applied' })),
    },
    verdict: {
      outcome: blocked ? 'blocked' : failed > 0 ? 'incomplete' : findings.length > 0 ? 'flagged' : 'clear',
      model: hex(next, 64),
      findings,
      approvals,
    },
    facts: {
      createdAt: '2026-11-29T14:07:31.000Z',
      commit: hex(next, 40),
      clean: true,
      authors: ['devi@northpay.example'],
      by: 'arn:aws:sts::303030303030:assumed-role/prod-fleet-plan/ci-4711',
      role: 'deploy',
      remove: [],
      tools: { terraform: '1.11.4', provider: '5.100.0' },
      stacks: Object.fromEntries(stacks.map(({ stack }) => [stack.id, factsOf(stack, next)])),
    },
  };
}

/** The commits at which the stacks were last applied. */
const bases = ['5e7dac1c04', '977cc96ab1'].map((start) => start.padEnd(40, '0f3b7d'));

function factsOf({ accountId, tenants, kind }: ReviewedStack, next: () => number): StackFacts {
  const users = () => Math.floor(next() * 20_000);
  return {
    content: hex(next, 64),
    plan: hex(next, 64),
    state: { lineage: `${hex(next, 8)}-${hex(next, 4)}-${hex(next, 4)}`, serial: Math.floor(next() * 400) },
    base: {
      content: hex(next, 64),
      commit: bases[next() < 0.9 ? 0 : 1] ?? null,
      at: '2026-11-27T09:12:44.000Z',
      run: 'rollout-1188',
    },
    accountId,
    users:
      kind === 'cell'
        ? Object.fromEntries(tenants.map((tenant) => [`tenant:${tenant}`, users()]))
        : ['customer', 'internal'].includes(kind)
          ? { [kind]: users() }
          : {},
  };
}

const sections = ['change', 'state', 'drift', 'deferred', 'hidden'];

const bySectionAndAddress = (a: ReviewedChange, b: ReviewedChange) =>
  sections.indexOf(a.section) - sections.indexOf(b.section) || (a.address < b.address ? -1 : 1);
