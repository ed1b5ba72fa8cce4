import type { Finding } from '../../../../scripts/guard/verdict';
import type { StackModel } from '../../../../scripts/review/model';
import type { Review } from '../../../../scripts/review/report';

/** A minimal finding. */
export const finding = (given: Partial<Finding> = {}): Finding => ({
  rule: 'pool-lost',
  severity: 'blocked',
  stack: 'prod-cells-a-eu-central-1-cell-0',
  address: 'aws_cognito_user_pool.pool',
  action: 'delete',
  effects: [],
  why: 'Every user would be lost.',
  proceed: 'Put it back.',
  tenants: [],
  ...given,
});

/** A review of these stacks, with a verdict that fits its findings. */
export const reviewOf = (stacks: StackModel[], findings: Finding[] = []): Review => ({
  model: { version: 1, environment: 'prod', production: true, stacks, failed: [], skipped: [] },
  verdict: {
    outcome: findings.some(({ severity }) => severity === 'blocked')
      ? 'blocked'
      : findings.length > 0
        ? 'flagged'
        : 'clear',
    model: 'ab'.repeat(32),
    findings,
    approvals: [],
  },
  facts: {
    createdAt: '2026-11-29T14:07:31.000Z',
    commit: 'cd'.repeat(20),
    clean: true,
    authors: [],
    by: 'arn:aws:sts::303030303030:assumed-role/plan/ci',
    role: 'deploy',
    remove: [],
    tools: { terraform: '1.11.4', provider: '5.100.0' },
    stacks: {},
  },
});
