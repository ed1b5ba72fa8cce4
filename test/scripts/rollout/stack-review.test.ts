import type { StackContent } from '../../../scripts/applied/changed';
import type { StateInBucket } from '../../../scripts/applied/state';
import { modelOf } from '../../../scripts/plan-set/model-of';
import { type PlanNow, type RolloutReview, stackReview } from '../../../scripts/rollout/stack-review';
import type { StackSession } from '../../../scripts/terraform/session';
import { sampleChange, sampleStack, stackFacts } from '../plan-set/sample';

jest.mock('../../../scripts/plan-set/model-of');

const id = 'staging-cells-a-eu-central-1-cell-01';
const of = { stack: { id } } as StackContent;
const session = {} as StackSession;
const state = (serial = 7, lineage = 'l') => ({ lineage, serial }) as StateInBucket;
const pool = 'aws_cognito_user_pool.acme_pool';
const model = sampleStack(id, [sampleChange(pool)]);

const review = (
  given: Partial<RolloutReview> = {},
  facts = stackFacts(),
  file: string | null = '/x.tfplan',
) =>
  stackReview(
    {
      loaded: { environment: { name: 'staging' } } as RolloutReview['loaded'],
      production: false,
      stacks: new Map([[id, { model, facts, ...(file && { file }) }]]),
      exact: false,
      forbidden: () => undefined,
      ...given,
    },
    of,
  );

describe('the plan that was reviewed', () => {
  test('is applied as long as the state is the one it was made against', () => {
    expect(review().reviewed(state(), false)).toEqual({
      file: '/x.tfplan',
      changes: [{ address: pool, action: 'update' }],
    });
    expect(review({}, { ...stackFacts(), plan: null }, null).reviewed(state(), false)).toEqual({
      changes: [{ address: pool, action: 'update' }],
    });
    // It was planned on another machine.
    expect(review({}, stackFacts(), null).reviewed(state(), false)).toBeUndefined();
  });

  test.each<[string, StateInBucket | undefined, boolean]>([
    ['the state has moved on', state(8), false],
    ['it is another state', state(7, 'm'), false],
    ['there is no state any more', undefined, false],
    ['an apply was interrupted', state(), true],
  ])('is not applied if %s; from a plan set, it is then refused', (_, now, brokenOff) => {
    expect(review().reviewed(now, brokenOff)).toBeUndefined();
    expect(() => review({ exact: true }).reviewed(now, brokenOff)).toThrow(
      /has changed since its plan was made/,
    );
  });

  test('of a stack that is not deployed yet is made in its turn', () => {
    const unborn = stackFacts({ state: null, plan: null });
    for (const exact of [false, true])
      expect(review({ exact }, unborn, null).reviewed(undefined, false)).toBeUndefined();
  });
});

describe('a plan that is made in its turn', () => {
  const made = (changes: PlanNow['changes']): PlanNow => ({
    file: '/now',
    changed: true,
    drifted: false,
    beingMade: new Set(),
    changes,
  });
  const found = jest.mocked(modelOf);
  beforeEach(() => found.mockReset());
  const unborn = stackFacts({ state: null, plan: null });

  test('passes without a review if it only creates what the review shows', async () => {
    const makes = made([{ address: pool, action: 'create' }]);
    await review({ forbidden: () => 'no' }, unborn).judge(session, makes, undefined);
    await review({ forbidden: () => 'no' }, unborn).judge(
      session,
      made([{ address: pool, action: 'import' }]),
      undefined,
    );
    expect(found).not.toHaveBeenCalled();
  });

  test.each<[string, PlanNow['changes']]>([
    ['touches what exists', [{ address: pool, action: 'update' }]],
    ['makes something that the review does not show', [{ address: 'aws_iam_role.x', action: 'create' }]],
  ])('is judged if it %s', async (_, changes) => {
    found.mockResolvedValue(sampleStack(id, []));
    const forbidden = jest.fn(() => 'pool-lost');
    await expect(review({ forbidden }, unborn).judge(session, made(changes), undefined)).rejects.toThrow(
      /was not reviewed, and was not applied: pool-lost/,
    );
    expect(forbidden).toHaveBeenCalledWith(sampleStack(id, []));
    await review({ forbidden: () => undefined }, unborn).judge(session, made(changes), undefined);
  });

  const updates = made([{ address: pool, action: 'update' }]);

  test('passes if it is what was reviewed, even with approvals that cover nothing else', async () => {
    found.mockResolvedValue(structuredClone(model));
    await review({ forbidden: () => 'no', exact: true }).judge(session, updates, state(8));
  });

  test('is refused if only what was reviewed may be applied', async () => {
    found.mockResolvedValue(sampleStack(id, []));
    await expect(review({ exact: true }).judge(session, updates, state(8))).rejects.toThrow(
      /only what was reviewed/,
    );
  });

  test('is judged by itself if it could not be planned before', async () => {
    found.mockResolvedValue(sampleStack(id, []));
    const none = { stacks: new Map() };
    expect(review(none).reviewed(state(), false)).toBeUndefined();
    await expect(
      review({ ...none, forbidden: () => 'x' }).judge(session, updates, state()),
    ).rejects.toThrow();
    expect(() => review({ ...none, exact: true })).toThrow(/not in the plan set/);
  });
});
