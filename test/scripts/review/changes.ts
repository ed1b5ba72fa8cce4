import type { ReviewedChange, StackModel } from '../../../scripts/review/model';

/** A change without content yet. */
export const change = (given: Partial<ReviewedChange>): ReviewedChange => ({
  address: 'aws_cognito_user_pool.pool',
  type: 'aws_cognito_user_pool',
  action: 'update',
  section: 'change',
  attributes: [],
  effects: [],
  ...given,
});

/** The stack of a cell with one tenant, `tenant-<index>`. */
export const cell = (index: number, changes: ReviewedChange[]): StackModel => ({
  stack: {
    id: `prod-cells-a-eu-central-1-cell-${index}`,
    kind: 'cell',
    account: 'cells-a',
    accountId: '303030303031',
    region: 'eu-central-1',
    stack: `cell-${index}`,
    wave: 3,
    ring: 'canary',
    tenants: [`tenant-${index}`],
  },
  bootstrapped: true,
  changed: changes.length > 0,
  changes,
});
