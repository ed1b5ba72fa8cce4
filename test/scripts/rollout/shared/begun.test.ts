import {
  type Begun,
  begin,
  readBegun,
  refuseOthers,
  type SharedRequest,
} from '../../../../scripts/rollout/shared/begun';
import { checkBoardFlags } from '../../../../scripts/rollout/shared/flags';
import { memoryStore } from '../../memory-store';

const request: SharedRequest = {
  environment: 'dev',
  commit: 'c1',
  contents: { a: '1', b: '2' },
  remove: [],
  refresh: false,
  approveEach: false,
  planSet: null,
  rollout: { retries: 2 },
};
const begun: Begun = {
  version: 1,
  request,
  by: 'ada@laptop (process 1)',
  stacks: ['a'],
  production: false,
  review: {},
};

test('the first runner defines the board, and no one can redefine it', async () => {
  const store = memoryStore();
  expect(await readBegun(store, 'x')).toBeUndefined();
  expect(await begin(store, 'x', begun)).toBe(true);
  expect(await begin(store, 'x', { ...begun, stacks: ['b'] })).toBe(false);
  expect(await readBegun(store, 'x')).toEqual(begun);
  await store.write('board/y/begun.json', '{"version":2}', undefined);
  await expect(readBegun(store, 'y')).rejects.toMatchObject({ exitCode: 2 });
});

test('runners that want the same may join', () => {
  expect(() => refuseOthers('x', begun, { ...request, contents: { b: '2', a: '1' } })).not.toThrow();
});

test.each<[string, Partial<SharedRequest>, RegExp]>([
  ['another commit', { commit: 'c2' }, /commit is "c1" there, but "c2" here/],
  ['something else to remove', { remove: ['tenant:x'] }, /remove is \[\] there, but \["tenant:x"\] here/],
  ['a refresh', { refresh: true }, /refresh is false there/],
  ['approvals', { approveEach: true }, /approveEach is false there/],
  ['a plan set', { planSet: 'p' }, /planSet is null there/],
  ['another budget', { rollout: { retries: 3 } }, /rollout is/],
  ['other content', { contents: { a: '1', b: '3' } }, /b has different content here/],
  ['a stack more', { contents: { a: '1', b: '2', c: '3' } }, /c is selected here, but not there/],
  ['a stack less', { contents: { a: '1' } }, /b is not selected here/],
])('%s is refused', (_, other, why) => {
  const refuse = () => refuseOthers('x', begun, { ...request, ...other });
  expect(refuse).toThrow(why);
  expect(refuse).toThrow('begun for something else by ada@laptop');
});

test('all reasons are reported together, but not a thousand stacks', () => {
  const contents = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`s${index}`, 'x']));
  const refuse = () => refuseOthers('x', begun, { ...request, commit: null, contents });
  expect(refuse).toThrow(/commit is[\s\S]*a is not selected here[\s\S]*and 992 more stacks/);
});

test.each([
  [{ board: 'a/b' }, /not a valid board name/],
  [{ board: '' }, /not a valid board name/],
  [{ mended: true }, /--mended retries/],
  [{ board: 'a', resume: 'r' }, /joined again, not resumed/],
])('flags that make no sense are refused: %j', (flags, why) => {
  expect(() => checkBoardFlags({ parallel: 2, ...flags })).toThrow(why);
});
test('others are not', () => {
  for (const flags of [{}, { board: 'release-42.a_b' }, { board: 'a', mended: true }, { resume: 'r' }])
    expect(() => checkBoardFlags({ parallel: 2, ...flags })).not.toThrow();
});
