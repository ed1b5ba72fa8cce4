import { claimLines } from '../../../scripts/aws/tokens';
import { expectClaims } from '../../../scripts/demo/flow';

const claims = { sub: 'x', iat: 1_700_000_000, exp: 1_700_003_600, roles: ['a', 'b'], tier: 'gold' };

test('claims that are as they must be pass; one that differs, is missing or must not be there fails', () => {
  const check = (expected: Record<string, unknown>) => () => expectClaims('access token', claims, expected);
  expect(check({ roles: ['a', 'b'], tier: 'gold', department: undefined })).not.toThrow();
  for (const wrong of [{ roles: ['a'] }, { roles: 'a,b' }, { department: 'Payments' }, { tier: undefined }])
    expect(check(wrong)).toThrow(`the access token says ${Object.keys(wrong)[0]}`);
});

test('claims are shown by name, with times as a person reads them', () => {
  expect(claimLines('access token', claims)).toEqual([
    'access token:',
    '  exp   1700003600  (2023-11-14T23:13:20.000Z)',
    '  iat   1700000000  (2023-11-14T22:13:20.000Z)',
    '  roles ["a","b"]',
    '  sub   "x"',
    '  tier  "gold"',
  ]);
});
