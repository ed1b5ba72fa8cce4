import type { ReviewedChange, StackModel } from '../../../../scripts/review/model';
import type { RolloutReview } from '../../../../scripts/rollout/stack-review';
import { permitOnlyNew } from '../../../../scripts/tenant/bootstrap/only-new';

const change = (more: Partial<ReviewedChange>): ReviewedChange => ({
  address: 'aws_lambda_function.hook',
  type: 'aws_lambda_function',
  action: 'update',
  section: 'change',
  attributes: [],
  effects: [],
  ...more,
});
const model = (...changes: ReviewedChange[]) =>
  ({ stack: { id: 'dev-cells-a-eu-central-1-cell-01' }, changes }) as unknown as StackModel;
const review = (of: StackModel) =>
  ({ stacks: new Map([['x', { model: of }]]), forbidden: () => 'the guard' }) as unknown as RolloutReview;
const permit = (...changes: ReviewedChange[]) =>
  permitOnlyNew(review(model(...changes)), { environment: 'dev', tenants: ['hooli'] });

describe('a bootstrap', () => {
  test.each<[string, Partial<ReviewedChange>]>([
    ['makes something', { action: 'create' }],
    ['adopts what it created before it was killed', { action: 'import', section: 'state' }],
    ['changes its own tenant', { owner: 'tenant:hooli', action: 'replace' }],
    ['sees what someone has changed in AWS', { section: 'drift' }],
  ])('is permitted when it %s', (_, more) => {
    expect(() => permit(change(more))).not.toThrow();
  });

  test.each<[string, Partial<ReviewedChange>]>([
    ['changes what all share', {}],
    ['replaces what all share', { action: 'replace' }],
    ['changes another tenant', { owner: 'tenant:acme' }],
    ['removes another tenant', { owner: 'tenant:acme', action: 'delete' }],
    ['lets go of something', { action: 'forget', section: 'state' }],
    ['detaches a hook that the plan does not show', { section: 'hidden', owner: 'tenant:acme' }],
  ])('is blocked when it %s', (_, more) => {
    const run = () => permit(change({ action: 'create' }), change(more));
    expect(run).toThrow(
      `dev-cells-a-eu-central-1-cell-01: ${more.action ?? 'update'} aws_lambda_function.hook`,
    );
    expect(run).toThrow(expect.objectContaining({ exitCode: 3 }));
  });

  test('checks what is planned again in its turn, too, and then asks the guard', () => {
    const { forbidden } = permit();
    expect(forbidden(model(change({})))).toContain('update aws_lambda_function.hook');
    expect(forbidden(model(change({ action: 'create' })))).toBe('the guard');
  });
});
