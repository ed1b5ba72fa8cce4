import { join } from 'node:path';
import { type JudgedBy, judge } from '../../../scripts/guard/judge';
import type { ApprovalFile } from '../../../scripts/guard/load';
import { loadGuard } from '../../../scripts/guard/load';
import { type EffectId, effects } from '../../../scripts/review/effects/catalogue';
import type { ReviewedChange, ReviewedStack, ReviewModel, StackModel } from '../../../scripts/review/model';

/** The project. */
export const root = join(__dirname, '../../..');

/** What a test says about a change; the rest is a harmless update of a pool's client. */
export interface Sketch extends Partial<Omit<ReviewedChange, 'effects'>> {
  effects?: EffectId[];
  /** Stack that it is in, if that matters. */
  in?: Partial<ReviewedStack>;
}

export const changeOf = ({ effects: ids = [], in: _, ...given }: Sketch): ReviewedChange => {
  const type = given.type ?? 'aws_cognito_user_pool_client';
  return {
    address: `${type}.acme_thing`,
    type,
    action: 'update',
    section: 'change',
    attributes: [],
    ...given,
    effects: ids.map((id) => ({ id, what: effects[id] })),
  };
};

export const stackOf = (given: Partial<ReviewedStack> = {}, changes: ReviewedChange[] = []): StackModel => {
  const stack = given.stack ?? 'cell-01';
  return {
    stack: {
      id: `prod-cells-a-eu-central-1-${stack}`,
      kind: 'cell',
      account: 'cells-a',
      accountId: '303030303031',
      region: 'eu-central-1',
      stack,
      wave: 2,
      tenants: ['acme', 'globex'],
      ring: 'canary',
      ...given,
    },
    bootstrapped: true,
    changed: changes.length > 0,
    changes,
  };
};

export const modelOf = (stacks: StackModel[], given: Partial<ReviewModel> = {}): ReviewModel => ({
  version: 1,
  environment: 'prod',
  production: true,
  stacks,
  failed: [],
  skipped: [],
  ...given,
});

/** One change in a model of its own. */
export const modelWith = (sketch: Sketch, given: Partial<ReviewModel> = {}): ReviewModel =>
  modelOf([stackOf(sketch.in, [changeOf(sketch)])], given);

/** Only the shared rules: staging has none of its own. */
export const sharedRules = loadGuard(root, 'staging').rules;

/** Hash of the plan set that tests judge. */
export const hash = 'a'.repeat(64);
export const now = new Date('2026-12-01T12:00:00Z');

/** A valid approval for one change in `modelWith`, except for what a test changes. */
export const approvalOf = (given: Partial<ApprovalFile['approval']> = {}, file = 'a.json'): ApprovalFile => ({
  file: `environments/prod/approvals/${file}`,
  approval: {
    stack: 'prod-cells-a-eu-central-1-cell-01',
    address: 'aws_cognito_user_pool.acme_thing',
    action: 'delete',
    rule: 'pool-lost',
    reason: 'Acme has left, and its users were told in October.',
    ticket: 'OPS-4711',
    expires: '2026-12-05',
    approver: 'carol@northpay.example',
    model: hash,
    ...given,
  },
});

export const judged = (model: ReviewModel, by: Partial<JudgedBy> = {}) =>
  judge(model, {
    rules: sharedRules,
    approvals: [],
    authors: ['alice@northpay.example', 'bob@northpay.example'],
    now,
    hash,
    ...by,
  });
