import type { PlanFacts, StackFacts } from '../../../scripts/plan-set/facts';
import type { ReviewedChange, ReviewModel, StackModel } from '../../../scripts/review/model';

/** A stack of a cell, with these changes. */
export const sampleStack = (id: string, changes: ReviewedChange[] = []): StackModel => ({
  stack: {
    id,
    kind: 'cell',
    account: 'cells-a',
    accountId: '202020202021',
    region: 'eu-central-1',
    stack: 'cell-01',
    ring: 'canary',
    wave: 2,
    tenants: ['acme'],
  },
  bootstrapped: true,
  changed: changes.length > 0,
  changes,
});

export const sampleModel = (stacks: StackModel[]): ReviewModel => ({
  version: 1,
  environment: 'staging',
  production: false,
  stacks,
  failed: [],
  skipped: [],
});

export const sampleChange = (address: string, given: Partial<ReviewedChange> = {}): ReviewedChange => ({
  address,
  type: address.split('.')[0] as string,
  action: 'update',
  section: 'change',
  attributes: [],
  effects: [],
  ...given,
});

export const stackFacts = (given: Partial<StackFacts> = {}): StackFacts => ({
  content: 'c1',
  plan: 'p1',
  state: { lineage: 'l', serial: 7 },
  base: { content: 'c0', commit: 'b'.repeat(40), at: '2026-11-28T10:00:00.000Z', run: 'staging-1' },
  accountId: '202020202021',
  ...given,
});

export const planFacts = (given: Partial<PlanFacts> = {}): PlanFacts => ({
  createdAt: '2026-11-29T10:00:00.000Z',
  commit: 'a'.repeat(40),
  clean: true,
  authors: ['ada@example.com'],
  by: 'arn:aws:iam::202020202021:role/deploy',
  role: 'deploy',
  remove: [],
  tools: { terraform: 'terraform 1.11.4', provider: '5.100.0' },
  stacks: {},
  ...given,
});
