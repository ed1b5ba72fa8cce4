import { claimLines } from '../../../scripts/aws/tokens';
import { expectClaims } from '../../../scripts/demo/flow';

const claims = { sub: 'x', iat: 1_700_000_000, exp: 1_700_003_600, roles: ['a', 'b'], tier: 'gold' };

test('expected claims pass; a claim that differs, is missing or must be absent fails', () => {
  const check = (expected: Record<string, unknown>) => () => expectClaims('access token', claims, expected);
  expect(check({ roles: ['a', 'b'], tier: 'gold', department: undefined })).not.toThrow();
  for (const wrong of [{ roles: ['a'] }, { roles: 'a,b' }, { department: 'Payments' }, { tier: undefined }])
    expect(check(wrong)).toThrow(`claim ${Object.keys(wrong)[0]} of the access token is`);
});

test('claims are listed by name, with human-readable times', () => {
  expect(claimLines('access token', claims)).toEqual([
    'access token:',
    '  exp   1700003600  (2023-11-14T23:13:20.000Z)',
    '  iat   1700000000  (2023-11-14T22:13:20.000Z)',
    '  roles ["a","b"]',
    '  sub   "x"',
    '  tier  "gold"',
  ]);
});
