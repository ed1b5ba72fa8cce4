import fc from 'fast-check';
import { internalHook } from '../../../functions/catalogue';
import { internalClaims } from '../../../functions/internal-hook/claims';
import { hook } from '../../../functions/shared/hook';
import {
  type Answer,
  body,
  failure,
  holding,
  type Item,
  inTurn,
  marshalled,
  outages,
  Tables,
} from '../dynamo';
import { at, context, identities, oktaUser, personal, preTokenEvent, staffEvent } from '../events';
import { outcomeOf } from '../log';
import { checked, spoilable } from '../property';
import { budget, inMemory, loopbackStore, secrets, shortBudget } from '../store';

const config = { table: 'staff', region: 'eu-central-1' };
const grace = {
  okta_user: oktaUser,
  status: 'active',
  department: 'engineering',
  groups: ['on-call', 'engineers', 'on-call'],
  permissions: new Set(['deploy:run', 'audit:read']),
};
const details = 'response.claimsAndScopeOverrideDetails';
const accessClaims = `${details}.accessTokenGeneration.claimsToAddOrOverride`;

const store = loopbackStore();

async function signIn(answer: Answer, { limits = budget, event = staffEvent() as unknown } = {}) {
  store.answer = answer;
  const handler = hook(internalHook, () => internalClaims(config, limits));
  return outcomeOf(() => handler(event, context));
}
const staff = (...items: Item[]) => holding({ staff: items });
const S = marshalled;
const knownTo = (...known: [string, string][]) => preTokenEvent({ identities: identities(...known) });

describe('the internal hook', () => {
  it('adds department, groups and permissions to the access token, and leaves the ID token unchanged', async () => {
    const event = staffEvent();
    const { outcome, lines } = await signIn(staff(S(grace)), { event });
    expect(outcome).toEqual({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          groupOverrideDetails: event.request.groupConfiguration,
          accessTokenGeneration: {
            claimsToAddOrOverride: {
              department: 'engineering',
              groups: ['engineers', 'on-call'],
              permissions: ['audit:read', 'deploy:run'],
            },
          },
        },
      },
    });
    expect(lines).toEqual([]);
    expect(store.calls).toEqual([
      { RequestItems: { staff: { Keys: [{ okta_user: { S: oktaUser } }], ConsistentRead: true } } },
    ]);
  });

  it.each<[string, ReturnType<typeof knownTo>]>([
    ['SAML', knownTo(['okta-saml', oktaUser])],
    [
      'OpenID Connect and SAML, as the same person',
      knownTo(['okta-saml', oktaUser], ['okta-oidc', oktaUser]),
    ],
    ['Okta and another provider', knownTo(['other', 'x'], ['okta-oidc', oktaUser])],
  ])('knows who signs in by %s', async (_title, event) => {
    expect(at((await signIn(staff(S(grace)), { event })).outcome, `${accessClaims}.department`)).toBe(
      'engineering',
    );
  });

  it('accepts a list instead of a set, and an empty one: DynamoDB has no empty sets', async () => {
    const item = S({ ...grace, groups: new Set(['b', 'a']), permissions: [] });
    expect(at((await signIn(staff(item))).outcome, accessClaims)).toEqual({
      department: 'engineering',
      groups: ['a', 'b'],
      permissions: [],
    });
  });

  it.each<[reason: string, title: string, event: object]>([
    ['user-not-from-okta', 'a native user', preTokenEvent()],
    ['user-not-from-okta', 'a user of another provider', knownTo(['okta', oktaUser])],
    ['user-ambiguous', 'two people in one user', knownTo(['okta-oidc', oktaUser], ['okta-saml', '00u9'])],
    ['malformed-event', 'identities that are no JSON', preTokenEvent({ identities: 'okta-oidc' })],
  ])('refuses %s: %s, before it asks the store', async (reason, _title, event) => {
    expect((await signIn(staff(S(grace)), { event })).reason).toBe(reason);
    expect(store.calls).toEqual([]);
  });

  const item = (change: Record<string, unknown>) =>
    body({ Responses: { staff: [{ ...S(grace), ...change }] } });
  it.each<[title: string, reason: string, calls: number, answer: Answer]>([
    ['a user whom the store does not know', 'user-unknown', 1, staff()],
    ['a suspended user', 'user-suspended', 1, staff(S({ ...grace, status: 'suspended' }))],
    ...outages,
    ["another user's item", 'store-malformed', 1, item({ okta_user: { S: '00u9' } })],
    ['no department', 'store-malformed', 1, item({ department: undefined })],
    ['no permissions', 'store-malformed', 1, item({ permissions: undefined })],
    ['groups that are one text', 'store-malformed', 1, item({ groups: { S: 'engineers' } })],
    ['a group that is a number', 'store-malformed', 1, item({ groups: { L: [{ N: '1' }] } })],
    ['no status', 'store-malformed', 1, item({ status: undefined })],
  ])('gives no token for %s (%s)', async (_title, reason, calls, answer) => {
    const { outcome, lines } = await signIn(answer);
    expect(outcome).toEqual(new Error('access denied'));
    expect(lines).toEqual([expect.objectContaining({ reason, service: 'internal-hook' })]);
    expect(store.calls).toHaveLength(calls);
  });

  it('gives no token if the store is slower than the budget', async () => {
    const { outcome, reason } = await signIn(() => undefined, { limits: shortBudget });
    expect(outcome).toEqual(new Error('access denied'));
    expect(reason).toBe('store-timeout');
  });

  it('retries once', async () => {
    const answer = inTurn(failure(503, 'ServiceUnavailable'), staff(S(grace)));
    expect((await signIn(answer)).outcome).toHaveProperty('response');
    expect(store.calls).toHaveLength(2);
  });

  it("logs nothing personal or secret, not even the user's id at Okta", async () => {
    const leaky = failure(400, 'ValidationException', `${personal.email} ${oktaUser}`);
    for (const answer of [leaky, staff(), item({ okta_user: { S: personal.name } })]) {
      const { text } = await signIn(answer);
      for (const value of [...Object.values(personal), ...Object.values(secrets), oktaUser])
        expect(text).not.toContain(value);
    }
  });
});

it('no event yields a department, group or permission that the store does not grant to that Okta user', async () => {
  const user = fc.constantFrom('u1', 'u2');
  const provider = fc.constantFrom('okta-oidc', 'okta-saml', 'other');
  const events = fc
    .array(fc.tuple(provider, user), { maxLength: 3 })
    .map((known) => preTokenEvent({ identities: identities(...known) }, ['clerks']));
  const paths = [
    'request',
    'request.userAttributes',
    'request.userAttributes.identities',
    'request.groupConfiguration',
    'response',
    'version',
  ];
  const name = fc.constantFrom('a', 'b', 'c', '');
  const records = fc.uniqueArray(
    fc.record({
      okta_user: user,
      status: fc.constantFrom('active', 'active', 'active', 'suspended', 'other'),
      department: fc.constantFrom('engineering', 'sales', 'sales', ''),
      groups: fc.array(name, { maxLength: 3 }),
      permissions: fc.array(name, { maxLength: 3 }),
    }),
    { selector: (item) => item.okta_user },
  );
  let memory = new Tables();
  const spy = inMemory(() => memory);
  const handler = hook(internalHook, () => internalClaims(config, budget));
  const { granted, refused } = await checked(
    fc.record({ event: spoilable(events, paths), held: records }),
    ({ event, held }) => {
      memory = new Tables({ staff: held.map(marshalled) });
      return handler(event, context);
    },
    ({ event, held }, answer) => {
      const known = JSON.parse(String(at(event, 'request.userAttributes.identities'))) as {
        providerName: string;
        userId: string;
      }[];
      const users = known.filter(({ providerName }) => providerName.startsWith('okta-'));
      const item = held.find(({ okta_user }) => okta_user === users[0]?.userId);
      const claims = at(answer, accessClaims) as Record<string, string | string[]>;
      const same = (given: unknown, stored: string[]) =>
        JSON.stringify(given) === JSON.stringify([...new Set(stored)].sort());
      return (
        item?.status === 'active' &&
        users.every(({ userId }) => userId === item.okta_user) &&
        Object.keys(claims).sort().join() === 'department,groups,permissions' &&
        claims.department === item.department &&
        same(claims.groups, item.groups) &&
        same(claims.permissions, item.permissions) &&
        at(answer, `${details}.idTokenGeneration`) === undefined
      );
    },
  );
  spy.mockRestore();
  expect(granted).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
});
