import type { ReviewedStack } from '../../../../../scripts/review/model';
import { matrixOf } from '../../../../../scripts/review/render/html/matrix';
import { cell } from '../../changes';

const stack = (account: string, region: string, name: string): { stack: ReviewedStack } => ({
  stack: { ...cell(0, []).stack, id: `prod-${account}-${region}-${name}`, account, region, stack: name },
});

const model = {
  environment: 'prod',
  stacks: [
    stack('cells-a', 'eu-west-1', 'cell-10'),
    stack('cells-a', 'eu-central-1', 'cell-2'),
    stack('cells-a', 'eu-central-1', 'data'),
    stack('cells', 'eu-central-1', 'cell-1'),
  ],
  failed: [
    { id: 'prod-cells-a-eu-west-1-cell-2', reason: 'no rights' },
    { id: 'prod-gone-eu-west-1-cell-2', reason: 'no account' },
  ],
  skipped: [{ id: 'prod-cells-a-eu-west-1-data', why: 'as it was' }],
};

test('one table for each account, with rows in the order of a rollout', () => {
  const { accounts } = matrixOf(model);
  expect(accounts.map(({ account }) => account)).toEqual(['cells', 'cells-a']);
  expect(accounts[1]?.regions).toEqual(['eu-central-1', 'eu-west-1']);
  expect(accounts[1]?.rows.map(({ name }) => name)).toEqual(['data', 'cell-2', 'cell-10']);
});

test("a stack without a plan is in its usual place, even if one account's name is the start of another's", () => {
  const { accounts } = matrixOf(model);
  expect(accounts[1]?.rows[1]?.cells).toEqual([
    { id: 'prod-cells-a-eu-central-1-cell-2', state: 'planned' },
    { id: 'prod-cells-a-eu-west-1-cell-2', state: 'failed', reason: 'no rights' },
  ]);
  expect(accounts[1]?.rows[0]?.cells[1]).toEqual({
    id: 'prod-cells-a-eu-west-1-data',
    state: 'skipped',
    reason: 'as it was',
  });
});

test('a stack whose place is unknown is not lost', () => {
  expect(matrixOf(model).elsewhere).toEqual([
    { id: 'prod-gone-eu-west-1-cell-2', state: 'failed', reason: 'no account' },
  ]);
});
