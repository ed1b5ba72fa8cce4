import { unexpected, unexpectedText } from '../../../scripts/probe/decisions';
import { type Probed, regionDifferences } from '../../../scripts/probe/report';
import type { Golden } from '../../../stacks/policies/decisions';

const golden: Golden = {
  name: 'an operator approves',
  principal: { sub: 'ada', groups: [] },
  action: 'approvePayment',
  resource: { type: 'Payment', id: '1', attributes: {} },
  context: {},
  decision: 'ALLOW',
  by: ['b', 'a'],
};

test('the order of the deciding policies is not a difference', () => {
  expect(unexpected([{ golden, said: { decision: 'ALLOW', by: ['a', 'b'] } }])).toEqual([]);
});

test.each([
  [{ decision: 'DENY' as const, by: [] }, /expected ALLOW by a, b, but the store returned DENY by no policy/],
  [{ decision: 'ALLOW' as const, by: ['a'] }, /the store returned ALLOW by a$/],
  [{ refused: 'no such action' }, /the store returned an error: no such action/],
])('a difference shows the expected and the actual decision: %j', (said, text) => {
  expect(unexpected([{ golden, said }]).map(unexpectedText)).toEqual([expect.stringMatching(text)]);
});

const end = (region: string, content: string | undefined, owner?: string) =>
  ({ account: 'identity', region, kind: 'tenant', owner, content }) as Probed;

test('regions with different contents of one store are reported, with their hashes', () => {
  expect(
    regionDifferences([end('a', '1'), end('b', '1'), end('a', '2', 'acme'), end('b', '2', 'acme')]),
  ).toEqual([]);
  expect(regionDifferences([end('a', '1'), end('b', '2'), end('c', undefined)])).toEqual([
    'tenant differs between regions: identity a 1, identity b 2',
  ]);
});
