import fc from 'fast-check';
import { registryItem, serviceLine } from '../full';
import { effects, ids } from '../planned';

const type = 'aws_dynamodb_table_item';
const line = (given: object = {}) => registryItem({ ...serviceLine, ...given });
const without = (name: keyof typeof serviceLine) => {
  const { [name]: _, ...rest } = serviceLine;
  return registryItem(rest);
};

test.each([
  [
    { allowed_ops: ['ledger:post', 'payments:create', 'payments:view'] },
    'service-operations-grow',
    'it would be allowed payments:create',
  ],
  [{ tier: 'gold' }, 'service-operations-grow', 'its tier would be gold, now silver'],
  [{ rate_limit: 500 }, 'service-limits-grow', 'it could make 500 requests a second, now 200'],
])('a service grows by %j, and shrinks in reverse', (given, id, what) => {
  expect(effects(type, line(), line(given))).toEqual([{ id, what, path: 'item' }]);
  expect(effects(type, line(given), line())).toEqual([]);
});

test('an unknown tier, or no limit at all, is not less', () => {
  expect(ids(type, line(), line({ tier: 'diamond' }))).toEqual(['service-operations-grow']);
  expect(ids(type, line(), without('rate_limit'))).toEqual(['service-limits-grow']);
});

test('lifting a suspension is reported, imposing one is not', () => {
  expect(effects(type, line({ status: 'suspended' }), line())).toEqual([
    { id: 'suspension-lifted', what: 'its status would be active, now suspended', path: 'item' },
  ]);
  expect(effects(type, line(), line({ status: 'suspended' }))).toEqual([]);
});

test.each(['policy_store_id', 'user_pool_id', 'service_id', 'web_client_id', 'probe_client_id', 'tenant_id'])(
  'another %s counts',
  (name) => {
    const [one, other] = [line({ [name]: 'one' }), line({ [name]: 'other' })];
    expect(effects(type, one, other)).toEqual([
      { id: 'registry-repointed', what: `${name} would be other, now one`, path: 'item' },
    ]);
  },
);

test('a newly created server client is judged where it is created; any other counts', () => {
  const made = line({ server_client_id: `\${aws_cognito_user_pool_client.acme_server-client.id}` });
  const known = line({ server_client_id: 'other' });
  expect(effects(type, line(), made)).toEqual([]);
  expect(ids(type, line(), known)).toEqual(['registry-repointed']);
  expect(ids(type, known, made)).toEqual(['registry-repointed']);
  expect(ids(type, known, line())).toEqual(['registry-repointed']);
});

test('a service that loses its own policy store is reported', () => {
  expect(effects(type, line(), without('policy_store_id'))).toEqual([
    { id: 'registry-repointed', what: 'policy_store_id would be none, now PSown', path: 'item' },
  ]);
});

test('clients of a flow: an additional one counts, a removed one does not', () => {
  const [two, three] = [line({ client_ids: ['a', 'b'] }), line({ client_ids: ['c', 'b', 'a'] })];
  expect(effects(type, two, three)).toEqual([
    { id: 'registry-repointed', what: 'tokens of c would also be accepted', path: 'item' },
  ]);
  expect(effects(type, three, two)).toEqual([]);
});

test('other policies, another cell and other keys of the JSON are not reported', () => {
  expect(effects(type, line(), line({ policy_content: 'bb', cell: 'cell-02' }))).toEqual([]);
  const item = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(String(line().item))).reverse()));
  expect(effects(type, line(), { ...line(), item })).toEqual([]);
});

test('a new, removed or unknown entry is not reported', () => {
  expect(effects(type, undefined, line())).toEqual([]);
  expect(effects(type, line(), undefined)).toEqual([]);
  expect(effects(type, line(), { ...line(), item: null }, { unknown: { item: true } })).toEqual([]);
});

test('operations grow exactly if one is new', () => {
  const some = fc.shuffledSubarray(['a:view', 'a:post', 'b:view', 'b:post']);
  fc.assert(
    fc.property(some, some, (before, after) => {
      const grows = after.some((op) => !before.includes(op));
      expect(ids(type, line({ allowed_ops: before }), line({ allowed_ops: after }))).toEqual(
        grows ? ['service-operations-grow'] : [],
      );
    }),
  );
});
