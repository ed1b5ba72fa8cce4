import fc from 'fast-check';
import { claimsBudget, claimsSize } from '../../../functions/shared/claims-budget';
import { Denied } from '../../../functions/shared/denied';
import { preTokenEvent as read } from '../../../functions/shared/events/pre-token';
import { grant } from '../../../functions/shared/grant';
import { set, tenantEvent } from '../events';

const event = (groups: string[]) => {
  const given = tenantEvent();
  set(given, 'request.groupConfiguration.groupsToOverride', groups);
  return read(given, 'V2_0');
};

/** Granted, or the detail of the refusal. */
function attempt(groups: string[], access: Record<string, string[]>, id?: Record<string, string>) {
  try {
    grant(event(groups), access, id);
    return 'granted';
  } catch (error) {
    if (error instanceof Denied && error.reason === 'claims-too-large') return error.detail;
    throw error;
  }
}

const permissions = (count: number) =>
  Array.from({ length: count }, (_, index) => `payments:reconcile-statement-${index}`);

test('six hundred permissions are refused: the log says how large they are, but does not name them', () => {
  const detail = attempt([], { permissions: permissions(600), department: ['treasury'] });
  expect(detail).toMatchObject({ token: 'access', budget: claimsBudget, claim: 'permissions' });
  expect(JSON.stringify(detail)).not.toContain('reconcile');
  expect(attempt([], { permissions: permissions(100) })).toBe('granted');
});

test('the ID token has a budget, too', () => {
  expect(attempt([], {}, { okta_groups: 'x'.repeat(claimsBudget) })).toMatchObject({ token: 'id' });
});

test('nothing beyond the budget is issued, nothing within it is refused, and groups count', () => {
  const texts = fc.array(fc.string({ maxLength: 200, unit: 'grapheme' }), { maxLength: 40 });
  fc.assert(
    fc.property(texts, texts, (groups, list) => {
      const added = { list, ...(groups.length > 0 && { 'cognito:groups': groups }) };
      const fits = claimsSize(added) <= claimsBudget;
      expect(attempt(groups, { list })).toEqual(
        fits ? 'granted' : expect.objectContaining({ token: 'access' }),
      );
    }),
  );
});

test('the limit is exact', () => {
  const filled = (bytes: number) => {
    const list = [''];
    list[0] = 'x'.repeat(bytes - claimsSize({ list }));
    return { list };
  };
  expect(attempt([], filled(claimsBudget))).toBe('granted');
  expect(attempt([], filled(claimsBudget + 1))).toMatchObject({ bytes: claimsBudget + 1 });
});

test("a token with a full budget, Cognito's own claims and its signature fits into a header line of 8 kB", () => {
  // Cognito's own: ids of 36 characters, times, issuer, client, a scope; RS256 signature of 256 bytes.
  const own = 900;
  const base64 = (bytes: number) => Math.ceil((bytes * 4) / 3);
  expect(
    base64(claimsBudget + own) + base64(110) + base64(256) + 'authorization: Bearer ..'.length,
  ).toBeLessThan(8192);
});
