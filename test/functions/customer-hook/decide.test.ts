import fc from 'fast-check';
import { decide } from '../../../functions/customer-hook/decide';
import { rolesOf } from '../../../functions/customer-hook/roles';
import { assertPreTokenEvent } from '../../../functions/shared/event';
import { hook } from '../../../functions/shared/hook';
import { at, context, personal, preTokenEvent, set } from '../events';
import { logOf } from '../log';

const rolesIn = (groups: unknown) => {
  const event = preTokenEvent();
  set(event, 'request.groupConfiguration.groupsToOverride', groups);
  assertPreTokenEvent(event);
  return rolesOf(event);
};

describe("a customer's claims", () => {
  it('are the id and the roles, sorted, each once', () => {
    expect(decide('c1', ['premium', 'buyer', 'premium'])).toEqual({
      customer_id: 'c1',
      roles: ['buyer', 'premium'],
    });
  });

  it.each([
    'eu-central-1_Abc123_Google',
    'Admin',
    'role with blank',
    '-x',
    'x--y',
    '',
    'rôle',
    'a'.repeat(41),
    'x\n',
  ])('leave out %j, which is no role', (group) => {
    expect(decide('c1', [group, 'premium']).roles).toEqual(['premium']);
  });

  it.each([[null], [undefined], [[]]])('have no roles where the groups are %j', (groups) => {
    expect(decide('c1', rolesIn(groups)).roles).toEqual([]);
  });

  it('come from the groups of the event', () => {
    expect(rolesIn(['premium'])).toEqual(['premium']);
  });
});

const handler = hook(
  'customer-hook',
  () => (event) => decide(event.request.userAttributes.sub ?? '', rolesOf(event)),
);

describe('any event', () => {
  it('yields no role that the groups do not give, no claim but the two, and no token if it is malformed', async () => {
    const group = fc.oneof(fc.constantFrom('premium', 'buyer', 'support-1'), fc.string());
    const spoilt = fc.tuple(
      fc.constantFrom(
        'version',
        'request',
        'request.userAttributes',
        'request.groupConfiguration',
        'response',
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const events = fc.tuple(fc.array(group), fc.option(spoilt, { freq: 3 })).map(([groups, change]) => {
      const event = preTokenEvent({}, groups);
      if (change) set(event, ...change);
      return event;
    });
    let granted = 0;
    const property = fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: events }, { weight: 1, arbitrary: fc.jsonValue() }),
      async (event) => {
        const outcome = await handler(event, context).catch((error: Error) => error.message);
        if (typeof outcome === 'string') return outcome === 'access denied';
        granted += 1;
        const answer = at(outcome, 'response.claimsAndScopeOverrideDetails.accessTokenGeneration');
        const claims = at(answer, 'claimsToAddOrOverride') as { customer_id: string; roles: string[] };
        const groups = (at(event, 'request.groupConfiguration.groupsToOverride') ?? []) as string[];
        return (
          claims.customer_id === at(event, 'request.userAttributes.sub') &&
          claims.roles.every((role) => groups.includes(role)) &&
          [...new Set(claims.roles)].sort().join() === claims.roles.join() &&
          at(outcome, 'response.claimsAndScopeOverrideDetails.idTokenGeneration') === undefined
        );
      },
    );
    await logOf(() => fc.assert(property, { numRuns: 12_000 }));
    expect(granted).toBeGreaterThan(1000);
  }, 60_000);

  it('leaves no personal data in the log', async () => {
    const event = preTokenEvent({}, [personal.email]);
    set(event, 'request.userAttributes.sub', '');
    const { text, lines } = await logOf(() =>
      expect(handler(event, context)).rejects.toThrow('access denied'),
    );
    expect(lines).toEqual([expect.objectContaining({ reason: 'malformed-event' })]);
    for (const value of Object.values(personal)) expect(text).not.toContain(value);
  });
});
