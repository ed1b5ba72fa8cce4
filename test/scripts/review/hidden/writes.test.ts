import { poolWrites, writesClient } from '../../../../scripts/review/hidden/writes';
import { planned } from './planned';

const before = {
  id: 'p',
  tags: { a: '1' },
  tags_all: { a: '1' },
  mfa_configuration: 'ON',
  user_pool_tier: 'PLUS',
};
const pool = (
  changes: object,
  action: 'update' | 'none' | 'replace' | 'create' | 'move' = 'update',
  unknown = {},
) => planned('aws_cognito_user_pool.p', before, { action, after: { ...before, ...changes }, unknown });

test.each([
  ['nothing', pool({}), false, false],
  ['tags alone', pool({ tags: { a: '2' }, tags_all: { a: '2' } }), false, false],
  ['one more attribute of users', pool({ schema: [{ name: 'a' }] }), false, false],
  ['what Cognito counts', pool({ estimated_number_of_users: 4, last_modified_date: 'x' }), false, false],
  ['the tier', pool({ user_pool_tier: 'ESSENTIALS' }), true, false],
  ['the tier of a pool that moves', pool({ user_pool_tier: 'ESSENTIALS' }, 'move'), true, false],
  ['second factors', pool({ mfa_configuration: 'OPTIONAL' }), true, true],
  ['passkeys', pool({ web_authn_configuration: [{}] }), true, true],
  ['something unknown', pool({}, 'update', { lambda_config: [{ pre_sign_up: true }] }), true, false],
  ['an argument of a later provider', pool({ new_argument: 1 }), true, false],
  ['a pool that is recreated', pool({ user_pool_tier: 'LITE' }, 'replace'), false, false],
  ['a pool that is not there yet', pool({ user_pool_tier: 'LITE' }, 'create'), false, false],
])('%s', (_, resource, settings, factors) => {
  expect(poolWrites(resource)).toEqual({ settings, factors });
});

test('any update of a client writes all of it', () => {
  const client = (changes: object, action: 'update' | 'none') =>
    planned('aws_cognito_user_pool_client.c', { id: 'c' }, { action, after: { id: 'c', ...changes } });
  expect(writesClient(client({ name: 'n' }, 'update'))).toBe(true);
  expect(writesClient(client({}, 'none'))).toBe(false);
});
