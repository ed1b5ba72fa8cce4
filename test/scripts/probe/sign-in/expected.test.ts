import type { Claims } from '../../../../scripts/aws/tokens';
import {
  type Expected,
  expectedOf,
  refusalProblems,
  tokenProblems,
} from '../../../../scripts/probe/sign-in/expected';
import { realEnvironment } from '../../../invariants/fleet';

const dev = realEnvironment('dev');
const acme = dev.tenants.find(({ id }) => id === 'acme') as (typeof dev.tenants)[number];
const tokens = { accessMinutes: 10, idMinutes: 15, refreshHours: 1 };
const served: Expected = { end: 'tokens', tenant: 'acme', tokens };
const refused: Expected = { end: 'refusal', because: 'the database has no such customer' };
const denied = 'PreTokenGeneration failed with error access denied.';

const claims = (minutes: number, more: object): Claims => ({
  sub: 's',
  iat: 1000,
  exp: 1000 + minutes * 60,
  ...more,
});
const access = claims(10, { tenant_id: 'acme' });
const id = claims(15, { 'custom:tenant_id': 'acme' });

test('what is expected of each pool', () => {
  expect(expectedOf({ flow: 'customer' }, dev)).toMatchObject({ end: 'refusal' });
  expect(expectedOf({ flow: 'internal' }, dev)).toBeUndefined();
  expect(expectedOf({ flow: 'machine', owner: 'billing' }, dev)).toBeUndefined();
  expect(expectedOf({ flow: 'tenant', owner: 'acme' }, dev)).toEqual({
    end: 'tokens',
    tenant: 'acme',
    tokens: acme.tokens ?? dev.environment.tenants.tokens,
  });
  const suspended = { ...dev, tenants: [{ ...acme, status: 'suspended' as const }] };
  expect(expectedOf({ flow: 'tenant', owner: 'acme' }, suspended)).toEqual({
    end: 'refusal',
    because: 'the tenant is suspended',
  });
});

test("a refusal must be the hook's own, and only where one is expected", () => {
  expect(refusalProblems(refused, denied)).toEqual([]);
  expect(refusalProblems(refused, 'PreTokenGeneration failed with error Cannot find module.')).toHaveLength(
    1,
  );
  expect(refusalProblems(served, denied)).toEqual([`no tokens: ${denied}`]);
});

test('tokens of the tenant, with its lifetimes, without groups', () => {
  expect(tokenProblems(served, access, id)).toEqual([]);
});

test.each<[string, Expected, Claims, Claims, RegExp]>([
  [
    'a hook that is detached',
    served,
    { ...access, tenant_id: undefined },
    id,
    /tenant_id .* missing, expected "acme"/,
  ],
  ["another tenant's", served, { ...access, tenant_id: 'globex' }, id, /tenant_id .* is "globex"/],
  ['another pool', served, access, claims(15, {}), /custom:tenant_id of the ID token is missing/],
  ['a group', served, { ...access, 'cognito:groups': ['admins'] }, id, /\["admins"\], expected none/],
  [
    'access for too long',
    served,
    { ...access, exp: 1000 + 3600 },
    id,
    /minutes of the access token is 60, expected 10/,
  ],
  ['an ID token for too long', served, access, { ...id, exp: 1000 + 3600 }, /minutes of the ID token is 60/],
  ['an unknown user', refused, access, id, /although the database has no such customer/],
])('%s is a problem', (_, expected, accessClaims, idClaims, problem) => {
  expect(tokenProblems(expected, accessClaims, idClaims)).toEqual([expect.stringMatching(problem)]);
});
