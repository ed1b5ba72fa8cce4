import { resolve } from 'node:path';
import { workspaceOf } from '../../../scripts/cli/workspace';
import { select } from '../../../scripts/selection/select';

const workspace = workspaceOf(resolve(__dirname, '../../..'), {});
const gone = 'dev-cells-a-eu-central-1-cell-77';
const remove = [`stack:${gone}`];
const ids = (flags: object) =>
  select({ workspace }, { env: 'dev', remove, ...flags }).stacks.map(({ id }) => id);

test('a stack to be destroyed comes first, whatever else is selected', () => {
  expect(ids({})[0]).toBe(gone);
  expect(ids({ stack: ['data'], account: ['identity'], region: ['eu-central-1'] })).toEqual([
    gone,
    'dev-identity-eu-central-1-data',
  ]);
});

test.each([[{ stack: ['cell-77'] }], [{ stack: [gone] }], [{ stack: ['cell-7*'], account: ['cells-a'] }]])(
  'it can be selected alone: %j',
  (flags) => {
    expect(ids(flags)).toEqual([gone]);
  },
);

test('without --remove, its name matches nothing', () => {
  expect(() => ids({ stack: ['cell-77'], remove: [] })).toThrow('--stack cell-77 matches nothing in dev');
});
