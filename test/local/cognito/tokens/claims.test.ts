import fc from 'fast-check';
import { applyOverrides, groupClaims, reservedClaims } from '../../../../local/cognito/tokens/claims';
import type { Overrides } from '../../../../local/cognito/triggers/hook-response';

const groups = { groupsToOverride: ['a', 'b'], iamRolesToOverride: ['role-a'], preferredRole: 'role-a' };
const tokens = () => ({
  id: { sub: 's', aud: 'client', email: 'a@example.com', exp: 9, ...groupClaims(groups, 'id') },
  access: { sub: 's', client_id: 'client', scope: 'own other', exp: 9, ...groupClaims(groups, 'access') },
});
const nothing: Overrides = {
  id: { add: {}, suppress: [] },
  access: { add: {}, suppress: [], scopesToAdd: [], scopesToSuppress: [] },
};
const change = (more: {
  id?: Partial<Overrides['id']>;
  access?: Partial<Overrides['access']>;
  groups?: Overrides['groups'];
}) =>
  applyOverrides(
    tokens(),
    {
      id: { ...nothing.id, ...more.id },
      access: { ...nothing.access, ...more.access },
      ...('groups' in more && { groups: more.groups }),
    },
    'client',
  );

test('no request, no change', () => {
  expect(change({})).toEqual(tokens());
});

test('reserved claims are those of the developer guide', () => {
  expect([...reservedClaims].sort()).toEqual(
    (
      'acr amr at_hash aud auth_time azp client_id device_key event_id exp iat identities iss jti nbf nonce ' +
      'origin_jti scope sub token_use username version'
    ).split(' '),
  );
});

test('whatever a hook asks for, reserved claims are unchanged', () => {
  const name = fc.oneof(
    fc.constantFrom(...reservedClaims, 'cognito:username', 'cognito:x', 'email'),
    fc.string(),
  );
  const wish = fc.record({ add: fc.dictionary(name, fc.jsonValue()), suppress: fc.array(name) });
  const scopes = fc.array(fc.stringMatching(/^[a-z/.]{1,12}$/));
  fc.assert(
    fc.property(wish, wish, scopes, scopes, (id, access, scopesToAdd, scopesToSuppress) => {
      const before = { ...tokens(), access: { ...tokens().access, username: 'u' } };
      const after = applyOverrides(
        before,
        { id, access: { ...access, scopesToAdd, scopesToSuppress } },
        'client',
      );
      for (const token of ['id', 'access'] as const) {
        const kept = [...reservedClaims, 'cognito:username', 'cognito:x'].filter(
          (claim) => claim !== 'scope',
        );
        const pick = (claims: Record<string, unknown>) =>
          Object.fromEntries(kept.filter((claim) => claim in claims).map((claim) => [claim, claims[claim]]));
        const expected: Record<string, unknown> = pick(before[token]);
        // The one exception that Cognito makes: an access token may name its own client as audience.
        if (token === 'access' && access.add.aud === 'client') expected.aud = 'client';
        expect(pick(after[token])).toEqual(expected);
      }
    }),
  );
});

test('other claims are added, changed and suppressed; suppression wins', () => {
  const after = change({
    id: { add: { plan: 'gold', email: 'b@example.com' }, suppress: ['plan'] },
    access: { add: { tenant_id: 'acme', nested: { a: [1] } } },
  });
  expect(after.id).toMatchObject({ email: 'b@example.com' });
  expect(after.id).not.toHaveProperty('plan');
  expect(after.access).toMatchObject({ tenant_id: 'acme', nested: { a: [1] } });
});

test('an access token may name its own client as audience, no other', () => {
  expect(change({ access: { add: { aud: 'client' } } }).access).toHaveProperty('aud', 'client');
  expect(change({ access: { add: { aud: 'other' } } }).access).not.toHaveProperty('aud');
});

test('scopes are added and removed; without any there is no scope claim', () => {
  const access = { scopesToAdd: ['orders/read', 'own', 'x'], scopesToSuppress: ['other', 'x'] };
  expect(change({ access }).access.scope).toBe('own orders/read');
  expect(change({ access: { scopesToSuppress: ['own', 'other'] } }).access).not.toHaveProperty('scope');
});

test('groups are replaced in both tokens, roles in the ID token', () => {
  const after = change({
    groups: { groupsToOverride: ['c'], iamRolesToOverride: ['r'], preferredRole: null },
  });
  expect(after.id).toMatchObject({ 'cognito:groups': ['c'], 'cognito:roles': ['r'] });
  expect(after.id).not.toHaveProperty('cognito:preferred_role');
  expect(after.access['cognito:groups']).toEqual(['c']);
  expect(after.access).not.toHaveProperty('cognito:roles');
});

test('suppressing the groups also removes the roles', () => {
  const { id } = change({ id: { suppress: ['cognito:groups'] } });
  expect(Object.keys(id).filter((name) => name.startsWith('cognito:'))).toEqual([]);
});

test('developer attributes can be hidden but not created', () => {
  expect(change({ id: { add: { 'dev:custom:x': '1' } } }).id).not.toHaveProperty('dev:custom:x');
});
